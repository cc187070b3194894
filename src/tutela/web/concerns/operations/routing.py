"""To whom a concern goes, and who is told that it waits. The words of a notice name nobody."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, Grant, Restriction, SafeguardingCase
from tutela.web.concerns.models.visibility import unexcluded_cases
from tutela.web.concerns.queries.ways import Way
from tutela.web.core import outbox
from tutela.web.core.outbox import Notice
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.actors import actor_for

CONCERN_WAITS = Notice(
    "concern.waiting",
    "A concern is waiting for you",
    "A concern was reported at {establishment} and is waiting for you. Sign in to read it.",
)
CONCERN_IN_DANGER = Notice(
    "concern.in-danger",
    "Urgent: somebody may be in danger now",
    "A concern was reported at {establishment} that says somebody may be in danger now. Sign in and read it at once.",
)
CONCERN_UNREAD = Notice(
    "concern.unread",
    "Urgent: nobody has read that somebody may be in danger",
    "A concern was reported at {establishment} that says somebody may be in danger now, and nobody it was sent to has "
    "read it. Sign in and read it at once.",
)
CONCERN_ADDED_TO = Notice(
    "concern.added-to",
    "Something was added to a concern",
    "Whoever reported a concern at {establishment} has added to it or put something right. Sign in to read it.",
)

NOBODY_INSIDE = Notice(
    "concern.without-reader",
    "A concern in Tutela has nobody who may read it",
    "A concern was reported at {establishment}, and nobody there may read it. Decide who outside looks at it, and "
    "have that person given the right to.",
)

STANDING_IN = "Covers for the safeguarding team, nobody of which was there when it came in"
UNREAD = "Nobody of the safeguarding team had read it in time"


def tell(concern: Concern, establishment: Any, way: Way, *, at: datetime) -> None:
    """Write the notices of a new concern, and open it to whoever stands in. Who raised it themselves knows of it."""
    if not way.told:
        leads = establishments.list_holders(establishment, "trust-lead", at=at)
        post_notice(NOBODY_INSIDE, concern, establishment, leads, link="", at=at)
        return
    notice = CONCERN_IN_DANGER if concern.immediate_danger else CONCERN_WAITS
    told = [person for person in way.told if person.pk != concern.raised_by_id]
    post_notice(notice, concern, establishment, told, at=at)
    for person in way.stand_ins:
        open_to(person, STANDING_IN, establishment, at=at, concern=concern)


def tell_of_addition(concern: Concern, way: Way, *, at: datetime) -> None:
    """Write the notices that something was added to a concern, to those on its way and to whom it was opened singly
    before; whoever only stands in today has it opened where nobody else would hear of it.
    """
    opened = set(Grant.objects.filter(concern=concern, ended_at=None).values_list("person_id", flat=True))
    told = [one for one in way.told if one not in way.stand_ins or one.pk in opened]
    if not told and _list_named(concern, at=at) is None:
        told = list(way.stand_ins)
        for person in told:
            open_to(person, STANDING_IN, concern.establishment, at=at, concern=concern)
    told = [person for person in told if person.pk != concern.raised_by_id]
    post_notice(CONCERN_ADDED_TO, concern, concern.establishment, told, at=at)


def open_to(person: Any, reason: str, establishment: Any, *, at: datetime, **whose: Any) -> None:
    """Open one matter (`concern=` or `case=`) to somebody beyond its route."""
    Grant(establishment=establishment, person=person, reason=reason, granted_at=at, **whose).save()


def post_notice(
    notice: Notice,
    concern: Any,
    establishment: Any,
    people: Iterable[Any],
    *,
    link: str | None = None,
    at: datetime,
) -> None:
    """Put one notice about a concern into the outbox for each of these people, with the way to it unless told else.

    Of a restricted case, and of what is in it, it goes to those whom that names instead.
    """
    named = _list_named(concern, at=at)
    for person in people if named is None else named:
        outbox.post(
            notice,
            to=person.email,
            at=at,
            link=f"/concerns/{concern.pk}/" if link is None else link,
            establishment_id=concern.establishment_id,
            establishment=establishment.name,
        )


def _list_named(row: Any, *, at: datetime) -> list[Any] | None:
    """Who is named in the restricted case that this is, or is in, and may read it; None where it is not restricted."""
    case = row if isinstance(row, SafeguardingCase) else None
    if isinstance(row, Concern):
        entry = row.entries(manager="_base_manager").filter(kind=rules.IN_CASE).select_related("case").first()
        case = entry.case if entry else None
    # the row is in hand; this decides who is told of it
    if case is None or not Restriction._base_manager.filter(case=case, until_at=None).exists():
        return None
    return list_able(case, at=at)


def list_able(case: SafeguardingCase, *, at: datetime) -> list[Any]:
    """Who is named in a restricted case and may read it: not who has left, or is kept from it since."""
    grants = Grant._base_manager.filter(case=case, ended_at=None).select_related("person__user")
    people = dict.fromkeys(one.person for one in grants)
    return [one for one in people if may_read(one, case, at=at)]


def may_read(person: Any, case: SafeguardingCase, *, at: datetime) -> bool:
    """Whether somebody, asked as themselves, reads cases there and is not kept from this one; who is named in it is
    another question.
    """
    if not person.user:
        return False
    reader = actor_for(person.user, at=at, establishment_id=case.establishment_id, second_factor=True)
    rows = unexcluded_cases(SafeguardingCase.in_scope(reader), reader, restricted_too=True)
    return reader.may(Permission.CONCERN_READ) and rows.filter(pk=case.pk).exists()
