"""One person, kept by hand: added, described, put into a year and classes, invited to sign in."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tutela.web.accounts.operations import LoginTaken
from tutela.web.establishments import operations, queries
from tutela.web.establishments.forms import keeping as forms
from tutela.web.establishments.importing.years import get_last_year, name_year
from tutela.web.establishments.models import Group, Person
from tutela.web.establishments.views.keepers import get_person_for, keepers_only, keeps_people, say


@keepers_only(keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Choose whom to add."""
    terms = queries.terms_of(request.establishment)
    form = forms.Kind(request.POST or None, learner=terms.role("learner"))
    if request.method == "POST" and form.is_valid():
        return redirect("establishments:add-one", kind=form.cleaned_data["kind"])
    context = {"form": form, "save": _("Continue"), "back": _people(request)}
    return render(request, "core/question.html", context)


@keepers_only(keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def add_one(request: HttpRequest, kind: str) -> HttpResponse:
    """One more person of a kind."""
    if kind not in Person.Kind.values:
        raise Http404
    at = timezone.now()
    form = forms.Describe(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        here = request.establishment
        given = {"kind": kind, "given": form.cleaned_data, "on": queries.local_day(here, at)}
        try:
            person = operations.add_person(actor=request.actor, at=at, establishment=here, **given)
        except ValidationError as fault:
            _refuse(form, fault)
        else:
            say(request, _("%(name)s is added.") % {"name": person})
            return redirect("establishments:person", pk=person.pk)
    title = _("Add a person: %(kind)s") % {"kind": str(Person.Kind(kind).label).lower()}
    context = {"form": form, "title": title, "save": _("Add"), "back": reverse("establishments:add")}
    return render(request, "core/question.html", context)


@keepers_only(keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what is known of somebody."""
    person = get_person_for(request, pk)
    known = {name: getattr(person, name) for name in operations.keeping.DESCRIBED}
    form = forms.Describe(request.POST or None, kind=person.kind, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            operations.describe_person(actor=request.actor, at=timezone.now(), person=person, given=form.cleaned_data)
        except ValidationError as fault:
            _refuse(form, fault)
        except operations.NotByYou as refused:
            form.add_error("email" if "email" in form.changed_data else "login", str(refused))
        else:
            say(request, _("Changed."))
            return redirect("establishments:person", pk=pk)
    context = {"form": form, "title": _("Change what is known of %(name)s") % {"name": get_person_for(request, pk)}}
    return render(request, "core/question.html", context | {"save": _("Save"), "back": _page_of(pk)})


@keepers_only(keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put somebody into a year and classes; of staff, the classes they teach."""
    person = get_person_for(request, pk)
    here, today = request.establishment, queries.local_day(request.establishment, timezone.now())
    groups = queries.list_classes(request.actor)
    is_learner = person.kind == Person.Kind.LEARNER
    years = [(str(year), name_year(year, here.nation)) for year in range(get_last_year(here.nation) + 1)]
    now = queries.list_classes_of(person, on=today)
    year = next((group.year for group in now if group.kind == Group.Kind.YEAR), None)
    initial = {"on": today, "year": "" if year is None else str(year), "classes": [str(group.pk) for group in now]}
    form = forms.Place(
        request.POST or None,
        years=years if is_learner else [],
        classes=[group for group in groups if group.kind == Group.Kind.CLASS],
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        operations.place_person(actor=request.actor, at=timezone.now(), person=person, **form.chosen())
        say(request, _("Changed."))
        return redirect("establishments:person", pk=pk)
    title = _("Year and classes of %(name)s") % {"name": person}
    context = {"form": form, "title": title, "save": _("Save"), "back": _page_of(pk)}
    return render(request, "core/question.html", context)


@keepers_only(keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make an account, and the link that signs its owner in once: shown with this answer and never again."""
    person = get_person_for(request, pk)
    if person.pk in request.actor.exclusions:
        raise Http404
    suggested = person.login or person.email.partition("@")[0]
    form = forms.Invite(request.POST or None, initial={"login": suggested, "email": person.email})
    if request.method == "POST" and form.is_valid():
        try:
            url = operations.invite(actor=request.actor, at=timezone.now(), person=person, **form.cleaned_data)
        except LoginTaken:
            form.add_error("login", _("Somebody signs in with this login already. Choose another"))
        except (operations.NotByYou, operations.HasAccount) as refused:
            form.add_error("login", str(refused))
        except ValidationError as fault:
            _refuse(form, fault)
        else:
            context = {"person": person, "url": url, "back": _page_of(pk)}
            return render(request, "establishments/invited.html", context)
    context = {
        "form": form,
        "title": _("Invite %(name)s to sign in") % {"name": person},
        "intro": _("This makes an account and a link that signs them in once. You are shown the link to hand it over."),
        "save": _("Make the account"),
        "back": _page_of(pk),
    }
    return render(request, "core/question.html", context)


def _refuse(form: Any, fault: ValidationError) -> None:
    """What a model refused, beside the question where there is one; two people with one login or reference."""
    for name, said in getattr(fault, "message_dict", {"": fault.messages}).items():
        if name in form.fields:
            form.add_error(name, said)
            continue
        words = " ".join(said)
        field = next((key for key in ("login", "reference") if key in words and key in form.fields), None)
        form.add_error(field, _("Somebody else here has this already") if field else words)


def _people(request: HttpRequest) -> str:
    manages = request.actor.may("establishment:manage")
    return reverse("establishments:people" if manages else "establishments:people-of-roles")


def _page_of(pk: UUID) -> str:
    return reverse("establishments:person", args=[pk])
