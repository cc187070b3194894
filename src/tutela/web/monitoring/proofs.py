"""What monitoring can show of itself, as dated figures: counts of the usual route alone, so none speaks of a reader."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from tutela.web.core.actor import SystemActor
from tutela.web.evidence.rules import Figure
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import AlertDecision
from tutela.web.monitoring.queries import list_counted

HALF_TERM = "/reports/half-term/"
COUNTED_FOR = timedelta(days=30)
WAITS_LONG = timedelta(days=1)
SERIOUS = 2


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How soon the gravest alerts are looked at, and how many serious ones have waited for more than a day."""
    actor = SystemActor("evidence", establishment.pk)
    alerts = list_counted(actor, at - COUNTED_FOR, at).filter(route=rules.DSL)
    decided = AlertDecision.in_scope(actor).filter(alert__in=alerts.filter(severity=1))
    hours = [(when - came).total_seconds() / 3600 for came, when in decided.values_list("alert__received_at", "at")]
    if hours:
        yield Figure("monitoring.triage-hours", round(median(hours), 1), at, HALF_TERM)
    if list_counted(actor, at - timedelta(days=3650), at).exists():
        waiting = list_counted(actor, at - timedelta(days=3650), at - WAITS_LONG).filter(route=rules.DSL)
        count = waiting.filter(state=rules.WAITING, severity__lte=SERIOUS).count()
        yield Figure("monitoring.waiting", float(count), at, HALF_TERM)
