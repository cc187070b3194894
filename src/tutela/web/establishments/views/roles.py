"""Who takes on a role and who gives it up: on the person's own page, and what waits for a second person."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.look import sentence
from tutela.web.establishments import operations, queries, rules
from tutela.web.establishments.forms.roles import GiveRole, StopRole
from tutela.web.establishments.models import Person, RoleHolding, RoleProposal
from tutela.web.establishments.views.keepers import get_person_for, keepers_only, say

REFUSED = (operations.NotByYou, operations.LastLead, operations.AlreadyHolds, operations.NotWaiting)


@keepers_only(rules.may_propose)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody takes on a role: at once, or once a second person agrees."""
    person = _somebody_else(request, pk)
    at, terms = timezone.now(), queries.terms_of(request.establishment)
    today = queries.local_day(request.establishment, at)
    form = GiveRole(request.POST or None, person=person, terms=terms, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            given = operations.give_role(actor=request.actor, at=at, person=person, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault.messages[0])
        except REFUSED as refused:
            form.add_error("role", str(refused))
        else:
            return _shown(request, person, given, form.cleaned_data["role"])
    title = _("Give %(name)s a role") % {"name": person}
    context = {"form": form, "person": person, "title": title, "back": _page_of(person)}
    return render(request, "establishments/role_give.html", context | {"decides": rules.may_decide(_may(request))})


@keepers_only(rules.may_propose)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody gives up a role."""
    holding: RoleHolding = get_visible(RoleHolding, request.actor, pk)
    person = _somebody_else(request, holding.person_id)
    at = timezone.now()
    form = StopRole(request.POST or None, initial={"on": queries.local_day(request.establishment, at)})
    if request.method == "POST" and form.is_valid():
        try:
            given = operations.stop_role(actor=request.actor, at=at, holding=holding, **form.cleaned_data)
        except ValidationError as fault:
            form.add_error("on", fault.messages[0])
        except REFUSED as refused:
            form.add_error("on", str(refused))
        else:
            waits, ends = _("A second person has to agree that this role ends."), _("The role ends then.")
            say(request, waits if given.proposal else ends)
            return redirect(_page_of(person))
    role = queries.terms_of(request.establishment).role(holding.role)
    title = _("End a role of %(name)s: %(role)s") % {"name": person, "role": sentence(role)}
    context = {"form": form, "title": title, "back": _page_of(person), "save": _("End this role")}
    return render(request, "core/question.html", context)


@keepers_only(rules.may_propose)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody proposed, for the second person to agree to or not."""
    one: RoleProposal = get_visible(RoleProposal, request.actor, pk)
    fault = ""
    if request.method == "POST":
        decision = operations.agree if request.POST.get("decision") == "agree" else operations.decline
        if request.POST.get("decision") not in ("agree", "decline"):
            fault = _("Select whether you agree")
        else:
            try:
                came = decision(actor=request.actor, at=timezone.now(), pk=one.pk)
            except REFUSED as refused:
                fault = str(refused)
            else:
                if isinstance(came, operations.Given):
                    return _shown(request, one.person, came, one.role)
                say(request, _("It does not come about."))
                return redirect(_page_of(one.person))
    one.refresh_from_db()
    own = one.proposed_by_id == request.actor.person_id
    context = {
        "one": one,
        "role": queries.terms_of(request.establishment).role(one.role),
        "fault": fault,
        "is_own": own,
        "may_agree": rules.may_decide(_may(request)) and not own,
        "deciders": queries.list_deciders(one.person, besides=one.proposed_by_id, at=timezone.now()),
        "back": _page_of(one.person),
    }
    return render(request, "establishments/role_proposal.html", context)


def _shown(request: HttpRequest, person: Person, given: operations.Given, role: str) -> HttpResponse:
    """What came of it: a page where a link has to be handed over, else the person's page."""
    called = queries.terms_of(request.establishment).role(role)
    named = {"name": person, "role": sentence(called)}
    if given.link:
        context = {"person": person, "role": called, "url": given.link, "back": _page_of(person)}
        return render(request, "establishments/role_given.html", context)
    if given.proposal is not None and given.holding is None:
        say(request, _("%(name)s is proposed as %(role)s. A second person has to agree.") % named)
    elif given.proposal is not None and given.proposal.ends_id:
        say(request, _("%(name)s: %(role)s ends, as was proposed.") % named)
    else:
        say(request, _("%(name)s: %(role)s is noted.") % named)
    return redirect(_page_of(person))


def _somebody_else(request: HttpRequest, pk: UUID) -> Person:
    """Whom the roles of are to change: nobody changes their own, or those of whom they are kept from."""
    person = get_person_for(request, pk)
    if person.pk in request.actor.exclusions:
        raise Http404
    return person


def _may(request: HttpRequest) -> frozenset[str]:
    return frozenset(request.actor.permissions)


def _page_of(person: Person) -> str:
    return reverse("establishments:person", args=[person.pk])
