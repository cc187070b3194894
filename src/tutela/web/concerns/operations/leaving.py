"""A concern about an adult who works here leaves everybody's sight, and the case that it is part of."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, ConcernEntry, Grant, Move, SafeguardingCase
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.operations import cases, concerns, sealed
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation


class Left(NamedTuple):
    """What has left; and the case that it was part of, which goes on without it."""

    concern: Concern
    case: SafeguardingCase | None


@operation
def hand_on(*, actor: AnyActor, concern_id: UUID, version: int, at: datetime) -> Left:
    """Take a concern out of everybody's sight: it is about an adult who works here. The caller takes it in.

    What it was opened to anybody for ends. Of a case that it is part of, the chronology says that a concern was moved,
    by whom and when, and not a word of it. Raises `ConcernChanged`.
    """
    concern = concerns.lock(actor, concern_id)
    concerns.check_version(concern, version)
    entry = ConcernEntry.in_scope(actor).filter(concern=concern, kind=rules.IN_CASE).first()
    case = cases.lock(actor, entry.case_id)[0] if entry else None
    before, number = route_now(concern), Move.objects.filter(concern=concern).count() + 1
    place = concern.establishment
    Move(establishment=place, concern=concern, number=number, route=rules.IN_CONFIDENCE, at=at).save()
    Grant.objects.filter(ended_at=None, concern=concern).update(ended_at=at)
    audit.record(actor, "concern.reroute", concern, at=at, before=before, route=rules.IN_CONFIDENCE)
    if case is not None:
        cases.write(case, actor, "concern-moved", "", sealing.open_to_write(case.case_key), at=at)
        audit.record(actor, "case.let-go", case, at=at)
        sealed.let_go(actor, concern, at=at)
    return Left(concern, case)


def stand_in(actor: AnyActor, case: SafeguardingCase, concern: Concern, *, at: datetime) -> bool:
    """Make a concern that was raised in place of one that left part of its case, inside an operation; whether it goes
    to the same people. A closed case stays closed: the concern waits in the queue for somebody to open it again.
    """
    if route_now(case) != route_now(concern) or cases.is_closed(case):
        return False
    cases.take_in(case, concern, actor, "", at=at)
    cases.write(case, actor, "concern-added", "", sealing.open_to_write(case.case_key), concern=concern, at=at)
    return True
