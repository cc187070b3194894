"""Where a referral stands today, and whether its silence is late."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tutela.web.establishments import queries as establishments
from tutela.web.referrals.routes import Route, find_route
from tutela.web.referrals.rules import referrals as rules

UNKNOWN = rules.Times(send_hours=24, acknowledge_days=3, outcome_days=10, again_days=5)
"""For a route that the library knows no longer."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How far it is; `due_on` is the local day by which the next thing should have happened."""

    title: str
    status: str
    due_on: date | None
    is_late: bool
    awaits_nothing: bool
    times: rules.Times

    def may_remind(self, last_on: date | None, today: date) -> bool:
        """Whether to speak of it again today."""
        return rules.may_remind(self.times, last_on, today)


def with_steps(rows: QuerySet) -> QuerySet:
    """Referrals with their steps at hand: two queries for any number of them."""
    return rows.prefetch_related("steps").select_related("case")


def stand_of(referral: Any, establishment: Any, at: datetime) -> Stand:
    """How a referral of `with_steps` stands at that moment."""
    route = find_route(referral.route, establishments.terms_of(establishment))
    times = times_of(route)
    steps = [rules.Taken(step.kind, timezone.localdate(step.happened_at)) for step in referral.steps.all()]
    kinds = [step.kind for step in steps]
    status = rules.status_of(referral.is_referred, kinds)
    title = route.title if route else referral.route
    if status not in rules.OPEN:
        return Stand(title, status, None, False, False, times)
    decided_on, today = timezone.localdate(referral.decided_at), timezone.localdate(at)
    if status == rules.UNSENT:
        late = rules.is_unsent_too_long(times, referral.decided_at, kinds, at)
    else:
        late = rules.is_late(times, decided_on, steps, today)
    due = rules.due_on(times, decided_on, steps)
    return Stand(title, status, due, late, rules.awaits_nothing(times, status), times)


def times_of(route: Route | None) -> rules.Times:
    """What a route says about time."""
    if route is None:
        return UNKNOWN
    return rules.Times(route.send_hours, route.acknowledge_days, route.outcome_days, route.again_days)
