"""How long things take: until somebody tells, until somebody looks, until something is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Min, OuterRef, Q, Subquery

from tutela.web.concerns.queries.counts import counted
from tutela.web.concerns.queries.lists import case_entries_of, entries_of
from tutela.web.core.actor import AnyActor

LOOKED = ("acknowledged", "in-case", "closed")
ACTED = ("action-set", "contact", "referral", "advice", "sanction-set", "outcome")
"""Entries of a case by which somebody does something about it."""
HOUR, DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Took:
    """The middle one of so many stretches of time, in the unit of its field; None where there is none."""

    middle: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Days from what happened until it was reported; hours until somebody looked; days until something was done."""

    days_to_report: Took
    hours_to_look: Took
    days_to_act: Took


def get_pace(actor: AnyActor, since: datetime, until: datetime) -> Pace:
    """Of the concerns that `count_by_four_c` counts. One closed without a case counts as acted on then."""
    entries = entries_of(OuterRef("pk")).order_by("number")
    acted = case_entries_of(OuterRef("case_id")).filter(kind__in=ACTED).order_by("written_at")
    rows = counted(actor, since, until).annotate(
        looked_at=Min("entries__at", filter=Q(entries__kind__in=LOOKED)),
        closed_at=Subquery(entries.filter(kind="closed").values("at")[:1]),
        acted_at=Subquery(acted.values("written_at")[:1]),
    )
    fields = ("happened_at", "raised_at", "looked_at", "closed_at", "acted_at")
    reported, looked, done = [], [], []
    for happened, raised, seen, closed, began in rows.values_list(*fields):
        if happened and happened <= raised:
            reported.append((raised - happened).total_seconds() / DAY)
        if seen:
            looked.append((seen - raised).total_seconds() / HOUR)
        if first := min((one for one in (closed, began) if one), default=None):
            done.append(max((first - raised).total_seconds(), 0) / DAY)
    return Pace(_took(reported), _took(looked), _took(done))


def _took(values: Iterable[float]) -> Took:
    listed = list(values)
    return Took(round(median(listed), 1) if listed else None, len(listed))
