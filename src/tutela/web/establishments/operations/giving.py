"""Who takes on a role and who gives it up, decided by people: at once, or once a second person agrees (see `rules`)."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.accounts import operations as accounts
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import get_roles
from tutela.web.establishments import queries, rules
from tutela.web.establishments.models import Person, RoleHolding, RoleProposal
from tutela.web.establishments.models.people import here_on
from tutela.web.establishments.operations.leaving import LastLead, NotByYou
from tutela.web.establishments.operations.roles import end_role, grant_role

WANTED = outbox.Notice(
    kind="role-proposed",
    subject="Somebody needs you to decide about a role",
    body="At {establishment}, a change of who reads about people waits for a second person to agree.",
)
GIVEN = outbox.Notice(
    kind="role-given",
    subject="You were given a role that reads about people",
    body=(
        "At {establishment} you hold a role with which you read about people. If you do not know why, tell whoever "
        "leads safeguarding."
    ),
)


class AlreadyHolds(ValueError):
    """They hold this role already, or somebody has proposed it."""


class NotWaiting(ValueError):
    """Somebody decided about it already."""


class Given(NamedTuple):
    """What came of it: the role that is held, or the proposal that waits; and a link, where an account begins anew."""

    holding: RoleHolding | None
    proposal: RoleProposal | None = None
    link: str = ""


@operation
def give_role(
    *,
    actor: AnyActor,
    at: datetime,
    person: Person,
    role: str,
    on: date,
    until_on: date | None = None,
    reason: str = "",
) -> Given:
    """Let somebody hold a role at their establishment from a day on, or ask a second person to agree that they do.

    Whoever reads about people for the first time begins their account anew, with the link that comes with the answer:
    nobody who made or held an earlier link can come in with it. Raises `NotByYou`, `AlreadyHolds`, `ValidationError`.
    """
    _check_may(actor, person)
    if role not in get_roles() or role in queries.GUESTS:  # those come with an invitation alone
        raise ValidationError({"role": _("Select a role")})
    if until_on is not None and until_on <= on:
        raise ValidationError({"until_on": _("The last day must be after the first")})
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=on)
    held = RoleHolding._base_manager.filter(lasting, person=person, role=role, establishment_id=_here(actor, person))
    if held.filter(Q(from_on__lt=until_on) if until_on else Q()).exists():
        raise AlreadyHolds(_("They hold this role on these days already"))
    if rules.needs_second(actor.permissions, rules.weight_of(role)):
        return Given(None, _propose(actor, at, person, role, on=on, until_on=until_on, reason=reason))
    return _give(actor, at, person, role, (on, until_on))


@operation
def stop_role(*, actor: AnyActor, at: datetime, holding: RoleHolding, on: date, reason: str = "") -> Given:
    """Let somebody hold a role no longer from a day on, or ask a second person to agree to that.

    The holding stays, with who ended it. Raises `NotByYou`, `LastLead`, `AlreadyHolds` where it is proposed already,
    `ValidationError` where it ended before.
    """
    _check_may(actor, holding.person)
    if holding.until_on is not None and holding.until_on <= on:
        raise ValidationError({"on": _("It ends by that day already")})
    check_not_last(holding, on)
    if rules.needs_second(actor.permissions, rules.weight_of(holding.role)):
        return Given(None, _propose(actor, at, holding.person, holding.role, on=on, ends=holding, reason=reason))
    if rules.weight_of(holding.role) > rules.Weight.PLAIN and not rules.may_decide(actor.permissions):
        raise NotByYou(_("Only somebody who decides about roles can end this one."))
    _end(actor, at, holding, on)
    return Given(holding)


@operation
def agree(*, actor: AnyActor, at: datetime, pk: UUID) -> Given:
    """The second person agrees, and it counts. Raises `NotByYou`, `NotWaiting`, `LastLead`."""
    proposal = _waiting(actor, pk)
    _decide(actor, at, proposal, RoleProposal.Outcome.AGREED)
    if proposal.ends is not None:
        check_not_last(proposal.ends, proposal.on)
        _end(actor, at, proposal.ends, max(proposal.on, proposal.ends.from_on))
        return Given(proposal.ends, proposal)
    on = max(proposal.on, queries.local_day(proposal.establishment, at))
    return _give(actor, at, proposal.person, proposal.role, (on, proposal.until_on))._replace(proposal=proposal)


@operation
def decline(*, actor: AnyActor, at: datetime, pk: UUID) -> RoleProposal:
    """It does not come about: said by a second person, or taken back by whoever proposed it. Raises the same."""
    proposal = _waiting(actor, pk, may_be_own=True)
    _decide(actor, at, proposal, RoleProposal.Outcome.DECLINED)
    return proposal


def check_not_last(holding: RoleHolding, on: date) -> None:
    """Raises `LastLead` where from that day on nobody would hold a role that is never vacant."""
    if holding.role not in rules.NEVER_VACANT:
        return
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=on)
    others = RoleHolding._base_manager.filter(lasting, establishment_id=holding.establishment_id, role=holding.role)
    day = max(on, holding.from_on)
    if not others.filter(here_on(on, "person__"), from_on__lte=day).exclude(pk=holding.pk).exists():
        role = queries.terms_of(holding.establishment).role(holding.role)
        raise LastLead(_("Nobody else is %(role)s on that day. Give the role to somebody first.") % {"role": role})


def _check_may(actor: AnyActor, person: Person) -> None:
    if person.pk in actor.exclusions:
        raise NotByYou(_("Somebody else has to decide this: it is about you, or a conflict of interest is declared."))
    if not rules.may_propose(actor.permissions) or _here(actor, person) != person.establishment_id:
        raise NotByYou(_("Only somebody who looks after accounts or decides about roles can do this."))


def _here(actor: AnyActor, person: Person) -> int:
    return actor.establishment_id or person.establishment_id


def _propose(
    actor: AnyActor,
    at: datetime,
    person: Person,
    role: str,
    *,
    on: date,
    until_on: date | None = None,
    ends: RoleHolding | None = None,
    reason: str = "",
) -> RoleProposal:
    waiting = RoleProposal._base_manager.filter(person=person, role=role, outcome="")
    if waiting.filter(establishment_id=person.establishment_id).exists():
        raise AlreadyHolds(_("Somebody has proposed this already; it waits for a second person"))
    proposal = RoleProposal(
        establishment=person.establishment,
        person=person,
        role=role,
        on=on,
        until_on=until_on,
        ends=ends,
        reason=reason,
        proposed_by_id=actor.person_id,
        proposed_at=at,
    )
    proposal.full_clean()
    proposal.save(force_insert=True)
    audit.record(actor, "role.propose", proposal, at=at, role=role, person=str(person.pk), ends=ends is not None)
    place = person.establishment
    for one in queries.list_deciders(person, besides=actor.person_id, at=at):
        link = reverse("establishments:role-proposal", args=[proposal.pk])
        outbox.post(WANTED, to=one.email, at=at, link=link, establishment_id=place.pk, establishment=place.name)
    return proposal


def _waiting(actor: AnyActor, pk: UUID, *, may_be_own: bool = False) -> RoleProposal:
    rows = RoleProposal._base_manager.select_for_update(of=("self",))
    proposal = rows.select_related("person__establishment", "person__user", "ends", "establishment").get(pk=pk)
    _check_may(actor, proposal.person)
    is_own = proposal.proposed_by_id == actor.person_id
    if is_own and not may_be_own:
        raise NotByYou(_("You proposed it; somebody else has to agree."))
    if not is_own and not rules.may_decide(actor.permissions):
        raise NotByYou(_("Only somebody who decides about roles can agree."))
    if not proposal.is_waiting:
        raise NotWaiting(_("Somebody decided about this already."))
    return proposal


def _decide(actor: AnyActor, at: datetime, proposal: RoleProposal, outcome: str) -> None:
    proposal.outcome, proposal.decided_by_id, proposal.decided_at = outcome, actor.person_id, at
    proposal.save(update_fields=["outcome", "decided_by", "decided_at"])
    audit.record(actor, f"role.{outcome}", proposal, at=at, role=proposal.role, person=str(proposal.person_id))


def _give(actor: AnyActor, at: datetime, person: Person, role: str, days: tuple[date, date | None]) -> Given:
    reads = rules.weight_of(role) > rules.Weight.PLAIN
    begins = reads and person.user is not None and not queries.reads_people(person, at=at)
    holding = grant_role(actor=actor, person=person, role=role, from_on=days[0], until_on=days[1], at=at)
    link = ""
    if begins:
        link = accounts.begin_anew(actor=actor, user=person.user, at=at, base_url=outbox.site_address())
    if reads:
        place = person.establishment
        outbox.post(GIVEN, to=person.email, at=at, establishment_id=place.pk, establishment=place.name)
    return Given(holding, link=link)


def _end(actor: AnyActor, at: datetime, holding: RoleHolding, on: date) -> None:
    end_role(actor=actor, holding=holding, until_on=max(on, holding.from_on), at=at)
