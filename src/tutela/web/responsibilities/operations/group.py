"""The e-safety group: its terms, who sits in it, when it meets, what it decides."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.responsibilities import queries
from tutela.web.responsibilities.models import (
    Decision,
    Meeting,
    Member,
    MemberEnd,
    Minutes,
    Present,
    TermsOfReference,
)
from tutela.web.responsibilities.models.group import Perspectives
from tutela.web.responsibilities.operations.duties import lock, must_assign
from tutela.web.responsibilities.operations.refusals import (
    AlreadyHolds,
    CannotTake,
    DutyRefused,
    NotOffered,
    NotThen,
    must_be_past,
    must_have,
)
from tutela.web.responsibilities.operations.showing import show
from tutela.web.responsibilities.queries.agenda import build_agenda
from tutela.web.responsibilities.rules import duties as duty_rules
from tutela.web.responsibilities.rules import group as rules
from tutela.web.responsibilities.rules.agenda import as_kept

FURTHEST = timedelta(days=400)


class ChangedMeanwhile(DutyRefused):
    """Somebody else saved while these words were written; nothing of theirs is lost, nor of these."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else saved this while you were writing. Read theirs, take over what you need, and save again.")
        )


@operation
def adopt_terms(
    *, actor: AnyActor, at: datetime, establishment: Establishment, text: str, approved_on: date, approved_by: str,
    follows: int,
) -> TermsOfReference:  # fmt: skip
    """From now on these are the terms of reference. follows: the number of those that were read before, 0 for none.

    Raises `WithoutWords`, `NotThen`, `ChangedMeanwhile`.
    """
    must_assign(actor)
    lock(establishment)
    last = TermsOfReference.objects.filter(establishment=establishment).aggregate(last=Max("number"))["last"] or 0
    if last != follows:
        raise ChangedMeanwhile
    row = TermsOfReference(
        establishment=establishment, number=last + 1, text=must_have(text, _("Enter what the group is for")),
        approved_on=must_be_past(approved_on, establishments.local_day(establishment, at)),
        approved_by=must_have(approved_by, _("Enter who approved them")), at=at, by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    audit.record(actor, "group-terms.adopt", row, at=at, number=row.number)
    return row


@operation
def seat(
    *, actor: AnyActor, at: datetime, establishment: Establishment, person: Person, perspective: str,
    chairs: bool = False,
) -> Member:  # fmt: skip
    """Somebody sits in the group from today. Raises `CannotTake`, `AlreadyHolds`, `NotOffered`."""
    must_assign(actor)
    if perspective not in Perspectives.values:
        raise NotOffered
    lock(establishment)
    roles = queries.roles_of(establishment, [person.pk], at=at).get(person.pk, ())
    only_staff = perspective in rules.STAFF_ONLY
    if not roles or establishments.has_left(person, at=at) or (only_staff and not duty_rules.may_take(roles)):
        raise CannotTake(person.full_name)
    if Member.objects.filter(
        establishment=establishment, person=person, perspective=perspective, end__isnull=True
    ).exists():
        raise AlreadyHolds(person.full_name)
    today = establishments.local_day(establishment, at)
    row = Member(
        establishment=establishment, person=person, perspective=perspective, chairs=chairs, from_on=today, at=at,
        by_id=actor.person_id, as_role=duty_rules.choose_role((), roles),
    )  # fmt: skip
    row.save()
    audit.record(actor, "group-member.seat", row, at=at, perspective=perspective)
    show(establishment, at)
    return row


@operation
def unseat(*, actor: AnyActor, at: datetime, pk: UUID, reason: str) -> MemberEnd:
    """They sit in it no more, from today. Raises `WithoutWords`."""
    must_assign(actor)
    member: Member = get_visible(Member, actor, pk)
    lock(member.establishment)
    if MemberEnd.objects.filter(member=member).exists():
        raise Http404
    today = establishments.local_day(member.establishment, at)
    said = must_have(reason, _("Enter why"))
    row = MemberEnd(
        establishment_id=member.establishment_id, member=member, on=today, reason=said, at=at, by_id=actor.person_id
    )
    row.save()
    audit.record(actor, "group-member.end", member, at=at)
    show(member.establishment, at)
    return row


@operation
def call_meeting(*, actor: AnyActor, at: datetime, establishment: Establishment, on: date) -> Meeting:
    """The group meets, or met, on that day; the same day twice is one meeting. Raises `NotThen`."""
    _must_write(actor)
    lock(establishment)
    today = establishments.local_day(establishment, at)
    if abs(on - today) > FURTHEST:
        raise NotThen(_("Enter a day within a year from today."))
    found = Meeting.objects.filter(establishment=establishment, on=on, called_off=False).first()
    if found:
        return found
    row = Meeting(establishment=establishment, on=on, called_at=at, called_by_id=actor.person_id)
    row.save(force_insert=True)
    audit.record(actor, "group-meeting.call", row, at=at)
    return row


@operation
def call_off(*, actor: AnyActor, at: datetime, pk: UUID) -> Meeting:
    """It does not meet on that day; only while there are no minutes. Raises `NotThen`."""
    _must_write(actor)
    meeting = _lock_meeting(actor, pk)
    if meeting.minutes.exists():
        raise NotThen(_("The meeting has minutes, so it took place."))
    meeting.called_off = True
    meeting.save(update_fields=["called_off"])
    audit.record(actor, "group-meeting.call-off", meeting, at=at)
    return meeting


@operation
def write_minutes(
    *, actor: AnyActor, at: datetime, pk: UUID, text: str, present: Collection[UUID], follows: int
) -> Minutes:
    """What was said and who was there; the agenda of the first writing is kept with it. A correction is a new row.

    follows: the number of the minutes that were read before, 0 for none.
    Raises `NotThen` before the day, `WithoutWords`, `ChangedMeanwhile`.
    """
    _must_write(actor)
    meeting = _lock_meeting(actor, pk)
    here = meeting.establishment
    if meeting.on > establishments.local_day(here, at):
        raise NotThen(_("The meeting has not taken place yet."))
    said = must_have(text, _("Enter what was said"))
    there = [row.person_id for row in Member.objects.filter(establishment=here, person__in=present)]
    if not there:
        raise NotThen(_("Select who was there"))
    last = meeting.minutes.order_by("-number").first()
    if (last.number if last else 0) != follows:
        raise ChangedMeanwhile
    agenda = last.agenda if last else as_kept(build_agenda(actor, here, at=at))
    row = Minutes(
        establishment=here, meeting=meeting, number=follows + 1, text=said, agenda=agenda, at=at,
        by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    for person in dict.fromkeys(there):
        Present(establishment=here, minutes=row, person_id=person).save()
    audit.record(actor, "group-minutes.write", row, at=at, number=row.number)
    show(here, at)
    return row


@operation
def decide(
    *, actor: AnyActor, at: datetime, pk: UUID, words: str, owner: Person | None = None, due_on: date | None = None,
    opens_action: bool = True,
) -> Decision:  # fmt: skip
    """Write down a decision of a meeting; it opens an action that carries it out, unless there is nothing to do.

    Raises `NotThen`, `WithoutWords`, `actions.operations.ActionRefused`.
    """
    _must_write(actor)
    meeting = _lock_meeting(actor, pk)
    if meeting.on > establishments.local_day(meeting.establishment, at):
        raise NotThen(_("The meeting has not taken place yet."))
    said = must_have(words, _("Enter what was decided"))
    action = None
    if opens_action:
        action = actions.open_action(
            actor=actor,
            at=at,
            establishment_id=meeting.establishment_id,
            title=said,
            detail=said if len(said) > 200 else "",
            owner=owner,
            due_on=due_on,
            source=_("E-safety group, meeting of %(day)s") % {"day": day(meeting.on)},
            origin=f"meeting:{meeting.pk}",
            address=reverse("responsibilities:meeting", kwargs={"pk": meeting.pk}),
        )
    row = Decision(
        establishment_id=meeting.establishment_id, meeting=meeting, words=said, action=action, at=at,
        by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    audit.record(actor, "group-decision.note", row, at=at)
    return row


def _must_write(actor: AnyActor) -> None:
    if not (actor.may(Permission.REVIEW_WRITE) and queries.may_read_group(actor)):
        raise Http404


def _lock_meeting(actor: AnyActor, pk: UUID) -> Meeting:
    row: Meeting = get_visible(Meeting, actor, pk)
    if row.called_off:
        raise Http404
    return Meeting.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=row.pk)
