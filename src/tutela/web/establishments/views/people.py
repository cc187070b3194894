"""People one by one: found, left, back again; and all learners at the turn of a school year."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.establishments import operations, queries
from tutela.web.establishments.forms.people import DayForm, RollOverForm, SearchForm
from tutela.web.establishments.importing.years import get_last_year, name_year
from tutela.web.establishments.models import Person, RollOver


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find somebody by name."""
    form = SearchForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("words", "")
    found = queries.find_people(request.actor, words)
    context = {"form": form, "found": found, "asked": len(words.strip()) >= 3, "back": "/"}
    context["manages"] = request.actor.may(Permission.ESTABLISHMENT_MANAGE)
    return render(request, "establishments/people.html", context)


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known of a person as far as the network and the roles go."""
    person = _get(request, pk)
    at = timezone.now()
    roles = queries.list_roles(person, request.establishment, at=at)
    context = {
        "person": person,
        "roles": [queries.terms_of(request.establishment).role(role) for role in roles],
        "classes": queries.list_classes_of(person, on=queries.local_day(request.establishment, at)),
        "back": "/people/" if request.actor.may(Permission.ESTABLISHMENT_MANAGE) else "/people/roles/",
    }
    return render(request, "establishments/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody leaves on a day."""
    person = _get(request, pk)
    label = _("On which day does %(name)s leave?") % {"name": person}
    hint = _("From that day they hold no role and cannot sign in. What they wrote, and what is about them, stays.")
    form = DayForm(request.POST or None, label=label, hint=hint)
    if request.method == "POST" and form.is_valid():
        try:
            operations.leave(actor=request.actor, at=timezone.now(), person=person, on=form.cleaned_data["on"])
        except (operations.LastLead, operations.NotByYou) as refused:
            form.add_error("on", str(refused))
        else:
            messages.success(request, _("%(name)s leaves on that day.") % {"name": person})
            return redirect("establishments:person", pk=person.pk)
    return _ask(request, form, person)


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody who left is here again."""
    person = _get(request, pk)
    label = _("From which day is %(name)s here again?") % {"name": person}
    hint = _("They get the role that everybody like them has. Other roles, and their account, are opened separately.")
    form = DayForm(request.POST or None, label=label, hint=hint)
    if request.method == "POST" and form.is_valid():
        try:
            operations.come_back(actor=request.actor, at=timezone.now(), person=person, on=form.cleaned_data["on"])
        except operations.HasNotLeft:
            form.add_error("on", _("This person has not left"))
        else:
            messages.success(request, _("%(name)s is here again.") % {"name": person})
            return redirect("establishments:person", pk=person.pk)
    return _ask(request, form, person)


def _get(request: HttpRequest, pk: UUID) -> Person:
    """The person, for whoever manages the establishment or grants roles; for others there is none."""
    if not request.actor.may(Permission.ESTABLISHMENT_MANAGE) and not request.actor.may(Permission.ROLE_GRANT):
        raise Http404
    person: Person = get_visible(Person, request.actor, pk)
    return person


def _ask(request: HttpRequest, form: DayForm, person: Person) -> HttpResponse:
    back = f"/people/{person.pk}/"
    return render(request, "core/question.html", {"form": form, "save": _("Save"), "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
def roll_over(request: HttpRequest) -> HttpResponse:
    """Every learner moves up on a day: shown first, then decided."""
    here = request.establishment
    years = [(year, name_year(year, here.nation)) for year in range(get_last_year(here.nation), 0, -1)]
    form = RollOverForm(request.POST or None, years=years, hint=_("Mostly the first day of the school year."))
    context = {"form": form, "turns": queries.list_roll_overs(request.actor)[:10], "back": "/people/"}
    if request.method == "POST" and form.is_valid():
        on, last_year = form.cleaned_data["on"], int(form.cleaned_data["last_year"])
        if request.POST.get("decided") != "yes":
            context |= {"preview": queries.preview_roll_over(here, on=on, last_year=last_year), "on": on}
            return render(request, "establishments/years.html", context)
        try:
            turn = operations.roll_over(
                actor=request.actor, at=timezone.now(), establishment=here, on=on, last_year=last_year
            )
        except operations.RolledOverAlready:
            form.add_error("on", _("The years turn on that day or later already"))
        else:
            messages.success(
                request,
                _("Moved up: %(moved)s. Leaving: %(left)s.") % {"moved": turn.moved, "left": turn.left},
            )
            return redirect("establishments:years")
    return render(request, "establishments/years.html", context)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The turn of the years is as if it had not been decided."""
    turn = get_visible(RollOver, request.actor, pk)
    try:
        operations.take_back(actor=request.actor, at=timezone.now(), turn=turn)
    except operations.CannotTakeBack:
        messages.warning(request, _("It was taken back already, or a later one stands on it."))
    else:
        messages.success(request, _("Everybody is in the year they were in."))
    return redirect("establishments:years")
