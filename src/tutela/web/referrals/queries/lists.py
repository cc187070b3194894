"""Referrals across cases, and their figures; of what the actor may see and no more."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from tutela.web.concerns import queries as concerns
from tutela.web.core.actor import AnyActor, SystemActor, acting_as
from tutela.web.referrals.models import Referral
from tutela.web.referrals.queries.standing import Stand, stand_of, with_steps
from tutela.web.referrals.rules import referrals as rules


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral in a list, without a word of what is in it."""

    id: UUID
    case_id: UUID
    case_number: int
    decided_at: datetime
    stand: Stand
    outcome: str
    sent_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do or hear something."""
        return self.stand.status in rules.OPEN and not self.stand.awaits_nothing


def list_referrals(actor: AnyActor, establishment: Any, at: datetime, case_id: UUID | None = None) -> list[ReferralRow]:
    """What was referred and what was not: late ones first, then open ones, then the newest."""
    rows = Referral.visible_to(actor)
    if case_id is not None:
        rows = rows.filter(case=case_id)
    found = [_row(referral, establishment, at) for referral in with_steps(rows.order_by("-decided_at"))]
    return sorted(found, key=lambda row: (not row.stand.is_late, not row.is_open))


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one establishment, with nobody in them: of cases that go to the safeguarding lead alone."""

    awaiting: int
    late: int
    decided: int
    outcomes: dict[str, int]


def count_referrals(establishment: Any, at: datetime) -> Figures:
    """How many await something, how many of them are late, and how the others ended."""
    actor = SystemActor("count referrals", establishment.pk)
    with acting_as(actor):
        usual = set(concerns.usual_cases(actor).values_list("pk", flat=True))
        rows = [row for row in list_referrals(actor, establishment, at) if row.case_id in usual]
    waiting = [row for row in rows if row.is_open]
    outcomes = Counter(row.outcome for row in rows if row.outcome)
    return Figures(
        awaiting=len(waiting),
        late=sum(row.stand.is_late for row in waiting),
        decided=len(rows),
        outcomes={key: outcomes[key] for key in rules.OUTCOMES},
    )


def share_decided(establishment: Any, since: datetime) -> float | None:
    """Of the cases closed after `since`, the per cent with a decision whether to refer; None where none was closed.

    A decision is never kept without its reason.
    """
    actor = SystemActor("count referrals", establishment.pk)
    with acting_as(actor):
        closed = concerns.usual_closed_cases(actor, since)
        count = closed.count()
        decided = closed.filter(pk__in=Referral.visible_to(actor).values("case")).count()
    return round(100 * decided / count, 1) if count else None


def _row(referral: Any, establishment: Any, at: datetime) -> ReferralRow:
    steps = list(referral.steps.all())
    sent = next((step for step in steps if step.kind == rules.SENT), None)
    return ReferralRow(
        id=referral.pk,
        case_id=referral.case_id,
        case_number=referral.case.number,
        decided_at=referral.decided_at,
        stand=stand_of(referral, establishment, at),
        outcome=next((step.outcome for step in steps if step.outcome), ""),
        sent_on=timezone.localdate(sent.happened_at) if sent else None,
    )
