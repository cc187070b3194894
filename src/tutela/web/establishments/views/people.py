"""People one by one: found, left, back again; and all learners at the turn of a school year."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core.permissions import Permission, get_roles
from tutela.web.core.rows import get_visible
from tutela.web.establishments import operations, queries, rules
from tutela.web.establishments.forms.people import DayForm, RollOverForm, SearchForm
from tutela.web.establishments.importing.years import get_last_year, name_year
from tutela.web.establishments.models import Person, RollOver
from tutela.web.establishments.views.imports import LOOK_AGAIN_SECONDS, WORKER_IS_LATE_SECONDS
from tutela.web.establishments.views.keepers import get_person_for, keepers_only, keeps_people

FEW = ("dsl", "deputy-dsl", "head", "chair", "governor", "it", "trust-lead", "assessor")
"""Roles that few people hold, so that all of them can be named."""


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find somebody by name."""
    form = SearchForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("words", "")
    found = queries.find_people(request.actor, words)
    context = {"form": form, "found": found, "asked": len(words.strip()) >= 3, "back": "/"}
    called, at = queries.terms_of(request.establishment).role, timezone.now()
    context |= {
        "keeps": keeps_people(request.actor.permissions),
        "manages": request.actor.may(Permission.ESTABLISHMENT_MANAGE),
        "waiting": [(one, called(one.role)) for one in queries.list_role_proposals(request.actor)],
        "holders": [
            (called(key), queries.list_holders(request.establishment, key, at=at)) for key in get_roles() if key in FEW
        ],
    }
    return render(request, "establishments/people.html", context)


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known of a person as far as the network and the roles go."""
    person = get_person_for(request, pk)
    at, actor = timezone.now(), request.actor
    today, called = queries.local_day(request.establishment, at), queries.terms_of(request.establishment).role
    is_own = person.pk in actor.exclusions
    context = {
        "person": person,
        "roles": [
            (holding, called(holding.role), holding.until_on is not None and holding.until_on <= today)
            for holding in queries.list_holdings(actor, person)
        ],
        "waiting": [(one, called(one.role)) for one in queries.list_role_proposals(actor, person)],
        "classes": queries.list_classes_of(person, on=today),
        "is_own": is_own,
        "keeps": keeps_people(actor.permissions),
        "gives_roles": rules.may_propose(actor.permissions) and not is_own,
        "keeps_accounts": actor.may(Permission.ACCOUNT_MANAGE),
        "reads_people": actor.may(Permission.PERSON_READ),
        "manages": actor.may(Permission.ESTABLISHMENT_MANAGE),
        "credential": queries.get_network_credential(actor, person),
        "devices": queries.find_devices(actor, person=person),
        "back": "/people/" if actor.may(Permission.ESTABLISHMENT_MANAGE) else "/people/roles/",
    }
    return render(request, "establishments/person.html", context)


@keepers_only(keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody leaves on a day."""
    person = get_person_for(request, pk)
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


@keepers_only(keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody who left is here again."""
    person = get_person_for(request, pk)
    label = _("From which day is %(name)s here again?") % {"name": person}
    hint = _("They get the role of everybody like them, and their account opens again. Other roles are given anew.")
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
            operations.decide_roll_over(
                actor=request.actor, at=timezone.now(), establishment=here, on=on, last_year=last_year
            )
        except operations.RolledOverAlready:
            form.add_error("on", _("The years turn on that day or later already"))
        except operations.AnotherUnderWay:
            form.add_error("on", _("A turn of the years is under way. Wait until it is done"))
        else:
            return redirect("establishments:years")
    under_way = next((turn for turn in context["turns"] if turn.is_under_way), None)
    if under_way is not None and request.method != "POST":
        waited = (timezone.now() - (under_way.taken_back_at or under_way.decided_at)).total_seconds()
        late = under_way.gone_through == 0 and waited > WORKER_IS_LATE_SECONDS
        answer = render(
            request, "establishments/years_progress.html", {"turn": under_way, "late": late, "back": "/people/"}
        )
        answer["Refresh"] = str(LOOK_AGAIN_SECONDS)
        return answer
    return render(request, "establishments/years.html", context)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The turn of the years is as if it had not been decided."""
    turn = get_visible(RollOver, request.actor, pk)
    try:
        operations.decide_take_back(actor=request.actor, at=timezone.now(), turn=turn)
    except operations.CannotTakeBack:
        messages.warning(request, _("It was taken back already, is under way, or a later one stands on it."))
    return redirect("establishments:years")
