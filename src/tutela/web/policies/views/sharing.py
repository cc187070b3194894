"""Handing a text to other establishments as a template, and taking theirs in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.establishments.handing_on.refusals import HandingOnRefused
from tutela.web.establishments.handing_on.words import PERSONAL
from tutela.web.establishments.queries import terms_of
from tutela.web.policies import operations, queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.forms_sharing import ShareForm, TakeInForm
from tutela.web.policies.models import SharedTemplate
from tutela.web.policies.texts import difference
from tutela.web.policies.texts import wording as words
from tutela.web.policies.views import get_document, shown_clauses
from tutela.web.policies.words import PLACES


@form_page
def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What stands against it, or the file."""
    document = get_document(request, pk)
    version = queries.get_in_force(document)
    if version is None:
        raise Http404
    licences = queries.licences_of(version)
    form = ShareForm(posted(request), licences=licences, initial={"author": request.establishment.name})
    made: list[bytes] = []

    def save(given: dict[str, Any]) -> None:
        made.append(operations.share_template(actor=request.actor, at=timezone.now(), version=version, **given))

    if was_saved(form, save):
        answer = HttpResponse(made[0], content_type="application/octet-stream")
        name = f"{slugify(version.title)}-{version.number}.tutela-template"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    author = getattr(form, "cleaned_data", {}).get("author", request.establishment.name)
    found = queries.find_personal_in(version, author=author)
    shown = {
        "form": form,
        "document": document,
        "version": version,
        "found": [(PLACES.get(one.where, one.where), PERSONAL[one.kind], one.words) for one in found],
        "back": reverse("policies:document", args=[pk]),
    }
    return render(request, "policies/share.html", shown)


@require_safe
def list_shared(request: HttpRequest) -> HttpResponse:
    """What others handed on."""
    return _list(request, None)


@form_page
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a file in."""
    form = TakeInForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            row = operations.take_in_template(
                actor=request.actor, at=timezone.now(), establishment=request.establishment,
                raw=form.cleaned_data["file"].read(),
            )  # fmt: skip
        except (operations.PolicyRefused, HandingOnRefused) as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("It is taken in. Read it, then begin from it or bring your own up to date."))
            return redirect("policies:shared-one", pk=row.pk)
    return _list(request, form)


def _list(request: HttpRequest, form: TakeInForm | None) -> HttpResponse:
    may_write = request.actor.may(Permission.POLICY_WRITE)
    shown = {
        "rows": [(row, shelf.from_text(row.template.content)) for row in queries.list_shared(request.actor)],
        "form": form or (TakeInForm() if may_write else None),
        "back": reverse("policies:list"),
    }
    return render(request, "policies/shared.html", shown)


@require_safe
def show_shared(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: whose it is, what it says, what is new since the version before, and what to do with it."""
    row: SharedTemplate = get_visible(SharedTemplate, request.actor, pk)
    template, before = shelf.from_text(row.template.content), queries.before_it(request.actor, row)
    terms = terms_of(request.establishment)
    printed = words.printed(words.from_template(template), terms)
    changes: list[Any] = []
    if before is not None:
        old = words.printed(words.from_template(shelf.from_text(before.template.content)), terms)
        changes = difference.only_changed(difference.compare(old.clauses, printed.clauses))
    offered = {one.id for one, _trust in queries.list_offered(request.establishment)}
    shown = {
        "row": row,
        "template": template,
        "before": before,
        "changes": changes,
        "clauses": shown_clauses(printed),
        "document": queries.get_made_of(request.actor, template.id),
        "may_begin": template.id in offered and request.actor.may(Permission.POLICY_WRITE),
        "back": reverse("policies:shared"),
    }
    return render(request, "policies/shared_one.html", shown)
