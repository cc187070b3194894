"""Who has agreed to what: figures for everybody who reviews, names for those who speak with people."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted
from tutela.web.core.permissions import Permission
from tutela.web.establishments.models import Group
from tutela.web.establishments.queries import list_classes, local_day
from tutela.web.evidence.rules import FEW
from tutela.web.policies import operations, queries
from tutela.web.policies.forms import PaperForms, Sheet
from tutela.web.policies.models import Document, Version
from tutela.web.policies.rules.variants import EASY_READ
from tutela.web.policies.views import get_document
from tutela.web.policies.words import for_whom

SHOWS = ("missing", "refused", "all")
A_PAGE = 100


@require_safe
def show_coverage(request: HttpRequest) -> HttpResponse:
    """Each agreement in force with its figures, whole and by class.

    Whoever may not know who answered what learns no number by which single people could be told.
    """
    at = timezone.now()
    today = local_day(request.establishment, at)
    sees_people = request.actor.may(Permission.POLICY_WRITE)
    rows = []
    versions = queries.list_in_force(request.establishment, kind="agreement", with_words=False)
    understood = queries.count_understood_of(version.pk for version in versions)
    for version in versions:
        if version.document.reading == EASY_READ:
            continue  # asked of nobody: it is signed instead of another, and counted there
        counted = queries.count_coverage(version, today)
        groups = queries.count_by_group(version, today) if version.document.audience == "learners" else []
        row = {
            "version": version,
            "for": for_whom(version.document),
            "counted": counted,
            "visitors": queries.count_visitors(version) if is_for_visitors(version) else None,
            "is_small": not sees_people and 0 < counted.total < FEW,
            "hides": not sees_people and 0 < counted.refused < FEW,
            "understood": _share(understood.get(version.pk), sees_people=sees_people),
            "groups": [one for one in groups if sees_people or one[1].total >= FEW],
        }
        rows.append(row)
    shown = {
        "rows": rows,
        "unreached": queries.count_unreached(request.establishment, at),
        "sees_people": sees_people,
        "few": FEW,
        "back": reverse("policies:list"),
    }
    return render(request, "policies/coverage.html", shown)


def _share(counted: queries.Coverage | None, *, sees_people: bool) -> float | None:
    """Of those who took the short check, how many had all right at first; None where that tells of single ones."""
    return counted.pct if counted and (sees_people or counted.total >= FEW) else None


@require_safe
def show_people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who has not answered, or said no, so that somebody can speak with them."""
    version = _in_force(request, pk)
    if is_for_visitors(version):
        return _show_sheets(request, version)
    show = request.GET.get("show", "missing")
    show = show if show in SHOWS else "missing"
    today = local_day(request.establishment, timezone.now())
    classes, group = _classes(request, version)
    people = queries.list_people(request.actor, version, today, show, group)
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    said = queries.list_said(request.actor, version, page)
    shown = {
        "version": version,
        "document": version.document,
        "show": show,
        "classes": classes,
        "group": group,
        "page": page,
        "rows": [(person, said.get(person.pk, ())) for person in page],
        "differing": queries.list_differing_children(request.actor, version),
        "back": reverse("policies:coverage"),
    }
    return render(request, "policies/people.html", shown)


@form_page
def enter_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Signed forms that came back on paper: of those asked themselves, or of parents who answer for a learner."""
    version = _in_force(request, pk)
    if is_for_visitors(version):
        return _enter_sheet(request, version)
    at = timezone.now()
    _all, group = _classes(request, version)
    by_parents = version.document.audience == "learners" and request.GET.get("signed") == "parents"
    everybody = request.GET.get("show") == "all"
    signers = queries.list_signers(
        request.actor, version, at, by_parents=by_parents, everybody=everybody, group=group
    )  # fmt: skip
    easy = queries.find_easy_read(version)
    form = PaperForms(posted(request), signers=signers, texts=[version, easy] if easy else [version])
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            batch = operations.return_on_paper(
                actor=request.actor, at=at, version=version, people=form.themselves, for_children=form.for_children,
                kept=given["kept"], returned_on=given["returned_on"], answer=given["answer"], read=form.read,
            )  # fmt: skip
        except operations.PolicyRefused as refused:
            form.add_error(None, str(refused))
        else:
            count = batch.answers.count()
            said = ngettext("%(n)d form is entered.", "%(n)d forms are entered.", count)
            messages.success(request, said % {"n": count})
            return redirect("policies:people", pk=pk)
    shown = {
        "form": form,
        "version": version,
        "group": group,
        "by_parents": by_parents,
        "everybody": everybody,
        "may_be_parents": version.document.audience == "learners",
        "signers": signers,
        "back": reverse("policies:people", args=[pk]),
    }
    return render(request, "policies/forms.html", shown)


def is_for_visitors(version: Version) -> bool:
    """Nobody knows them beforehand, so they sign sheets at the desk."""
    return version.document.audience == Document.Audience.VISITORS


def _show_sheets(request: HttpRequest, version: Version) -> HttpResponse:
    """How many visitors signed, on which sheets; who they are stands on the sheets alone."""
    shown = {
        "version": version,
        "visitors": queries.count_visitors(version),
        "page": Paginator(queries.list_sheets(request.actor, version), A_PAGE).get_page(request.GET.get("page")),
        "back": reverse("policies:coverage"),
    }
    return render(request, "policies/sheets.html", shown)


def _enter_sheet(request: HttpRequest, version: Version) -> HttpResponse:
    """How many signed a sheet, until when, and where it is kept."""
    back = reverse("policies:people", args=[version.document_id])
    form = Sheet(posted(request))
    if form.is_bound and form.is_valid():
        try:
            operations.count_sheet(actor=request.actor, at=timezone.now(), version=version, **form.cleaned_data)
        except operations.PolicyRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The sheet is entered."))
            return redirect(back)
    intro = _("It stands for the exact words of version %(number)s.") % {"number": version.number}
    shown = {"form": form, "title": _("Enter a sheet that visitors signed"), "caption": version.title, "intro": intro}
    return render(request, "core/question.html", shown | {"save": _("Save"), "back": back})


def _classes(request: HttpRequest, version: Version) -> tuple[list[Group], Group | None]:
    """The classes that learners are in, and the one that the address names."""
    if version.document.audience != "learners":
        return [], None
    classes = [one for one in list_classes(request.actor) if one.kind == Group.Kind.CLASS]
    wanted = request.GET.get("class", "")
    return classes, next((one for one in classes if one.key == wanted), None)


def _in_force(request: HttpRequest, pk: UUID) -> Version:
    version = queries.get_in_force(get_document(request, pk))
    if version is None or version.document.kind != "agreement":
        raise Http404
    return version
