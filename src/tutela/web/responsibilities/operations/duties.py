"""Somebody takes a part in a duty, or gives it up."""

from datetime import date, datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.actions import queries as action_queries
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.responsibilities import queries
from tutela.web.responsibilities.duties import Duty
from tutela.web.responsibilities.models import Assignment, AssignmentEnd
from tutela.web.responsibilities.models.duties import Parts
from tutela.web.responsibilities.operations.refusals import AlreadyHolds, CannotTake, NoSuchDuty, NotLeading, NotOffered
from tutela.web.responsibilities.operations.showing import show
from tutela.web.responsibilities.queries.duties import sections_of
from tutela.web.responsibilities.rules import duties as rules
from tutela.web.responsibilities.rules.duties import Part


def origin_of(duty: str) -> str:
    """The key under which a duty opens its action."""
    return f"duty:{duty}"


@operation
def assign(
    *, actor: AnyActor, at: datetime, establishment: Establishment, duty: str, part: str, person: Person,
    note: str = "",
) -> Assignment:  # fmt: skip
    """From today this person has that part in a duty. Whoever answered for it until now does so no more.

    The action that asked for somebody is done with that. A decision about safeguarding goes to somebody who only
    looks after the technology with a reason alone, and stays flagged.
    Raises `NoSuchDuty`, `NotOffered`, `CannotTake`, `NotLeading`, `AlreadyHolds`.
    """
    must_assign(actor)
    lock(establishment)
    given = _give(actor, establishment, duty=duty, part=part, person=person, at=at, note=note)
    show(establishment, at)
    return given


@operation
def assign_usual(*, actor: AnyActor, at: datetime, establishment: Establishment) -> int:
    """Each duty that nobody answers for goes to the one person whose role usually does; how many went.

    Where several hold the role, or nobody does, somebody has to be chosen.
    """
    must_assign(actor)
    lock(establishment)
    usual = queries.list_usual(queries.list_duties(actor, establishment, at=at), establishment, at=at)
    for held, person in usual:
        _give(actor, establishment, duty=held.duty.id, part=Part.ACCOUNTABLE, person=person, at=at)
    show(establishment, at)
    return len(usual)


@operation
def give_up(*, actor: AnyActor, at: datetime, assignment: Assignment) -> AssignmentEnd:
    """They have that part no more, from today. Where they answered for it, somebody else has to be found."""
    must_assign(actor)
    establishment = assignment.establishment
    lock(establishment)
    row = Assignment.visible_to(actor).filter(pk=assignment.pk, end__isnull=True).select_related("person").first()
    if row is None:
        raise Http404
    today = establishments.local_day(establishment, at)
    ended = end(actor, row, AssignmentEnd.Reason.GIVEN_UP, on=today, at=at)
    if row.part == Part.ACCOUNTABLE:
        open_gap(actor, establishment, row.duty, at)
    show(establishment, at)
    return ended


def _give(
    actor: AnyActor, establishment: Establishment, *, duty: str, part: str, person: Person, at: datetime, note: str = ""
) -> Assignment:
    known = {one.id: one for section in sections_of(establishment) for one in section.duties}
    if duty not in known:
        raise NoSuchDuty
    if part not in Parts.values:
        raise NotOffered
    roles = queries.roles_of(establishment, [person.pk], at=at).get(person.pk, ())
    if not rules.may_take(roles) or establishments.has_left(person, at=at):
        raise CannotTake(person.full_name)
    wanted = known[duty]
    if part == Part.ACCOUNTABLE and wanted.lead and rules.is_technical_only(roles) and not note.strip():
        raise NotLeading(person.full_name)
    current = Assignment.objects.filter(establishment=establishment, duty=duty, part=part, end__isnull=True)
    today = establishments.local_day(establishment, at)
    for row in current.select_related("person"):
        if row.person_id == person.pk:
            raise AlreadyHolds(person.full_name)
        if part == Part.ACCOUNTABLE:
            end(actor, row, AssignmentEnd.Reason.HANDED_ON, on=today, at=at)
    given = Assignment(
        establishment=establishment, duty=duty, part=part, person=person, from_on=today, at=at, by_id=actor.person_id,
        as_role=rules.choose_role((wanted.role, *wanted.done_by), roles), note=note.strip(),
    )  # fmt: skip
    given.save()
    audit.record(actor, "duty.assign", given, at=at, duty=duty, part=part)
    if part == Part.ACCOUNTABLE:
        _close_gap(establishment, wanted, person, today, at)
    return given


def must_assign(actor: AnyActor) -> None:
    """Whoever may not say who answers for what meets a page that is not there."""
    if not actor.may(Permission.DUTY_ASSIGN):
        raise Http404


def lock(establishment: Establishment) -> None:
    """Of two who name somebody at once the second sees what the first has done."""
    Establishment.objects.select_for_update(no_key=True).get(pk=establishment.pk)


def end(actor: AnyActor, row: Assignment, reason: str, *, on: date, at: datetime) -> AssignmentEnd:
    """Write down that a part has ended."""
    ended = AssignmentEnd(
        establishment_id=row.establishment_id, assignment=row, reason=reason, on=on, at=at, by_id=actor.person_id
    )
    ended.save()
    audit.record(actor, "duty.end", row, at=at, duty=row.duty, part=row.part, reason=reason)
    return ended


def open_gap(actor: AnyActor, establishment: Establishment, duty: str, at: datetime) -> None:
    """Propose that somebody be found; whoever leads safeguarding sees to it. Twice opens one action."""
    known = next((one for section in sections_of(establishment) for one in section.duties if one.id == duty), None)
    if known is None:
        return
    leads = establishments.list_holders(establishment, "dsl", "head", at=at)
    actions.open_action(
        actor=actor,
        at=at,
        establishment_id=establishment.pk,
        title=_title(known),
        owner=leads[0] if leads else None,
        due_on=establishments.local_day(establishment, at) + rules.FIND_WITHIN,
        source=_("Duties: nobody answers for it"),
        origin=origin_of(duty),
        address=reverse("responsibilities:duty", kwargs={"duty": duty}),
        tag=known.tag,
    )


def _title(duty: Duty) -> str:
    return _("Name somebody who answers for: %(duty)s") % {"duty": duty.title}


def _close_gap(establishment: Establishment, duty: Duty, person: Person, today: date, at: datetime) -> None:
    """What asked for somebody is done: who answers for it now is the proof, kept with its day."""
    system = SystemActor("a duty has somebody again", establishment.pk)
    for action in action_queries.list_by_origin(system, origin_of(duty.id)):
        if action.state == "open":
            actions.close_action(
                actor=system,
                at=at,
                pk=action.pk,
                words=_("%(name)s answers for it.") % {"name": person.full_name},
                effective_on=today,
            )
