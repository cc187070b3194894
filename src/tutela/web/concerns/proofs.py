"""What concerns can show of themselves, as dated figures: of the usual route alone, so that none speaks of a reader."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q
from django.urls import reverse

from tutela.web.concerns.models import CheckAfter, Concern
from tutela.web.concerns.models.visibility import on_the_way
from tutela.web.concerns.queries.counts import usual_closed_cases
from tutela.web.core import restricted_keys
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.queries import local_day
from tutela.web.evidence.rules import Figure

HALF_TERM = "/reports/half-term/"
COUNTED_FOR = timedelta(days=30)
CLOSED_WITHIN = timedelta(days=365)


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How soon concerns are looked at, and how many of the cases closed within a year were looked at again in time."""
    actor = SystemActor("evidence", establishment.pk)
    raised = on_the_way(Concern.in_scope(actor), "concern").filter(
        goes_to="dsl", raised_at__gt=at - COUNTED_FOR, raised_at__lte=at
    )
    steps = Min("entries__at", filter=Q(entries__kind__in=("acknowledged", "in-case", "closed")))
    looked_at = raised.annotate(looked_at=steps).exclude(looked_at=None).values_list("raised_at", "looked_at")
    hours = [(looked - came).total_seconds() / 3600 for came, looked in looked_at]
    if hours:
        yield Figure("concerns.triage-hours", round(median(hours), 1), at, HALF_TERM)
    yield from _outcomes(actor, establishment, at)
    sheets = restricted_keys.list_sheets(establishment.pk)
    yield Figure("recovery.sheets", float(len(sheets)), at, reverse("concerns:recovery-sheets"))


def _outcomes(actor: SystemActor, establishment: Any, at: datetime) -> Iterator[Figure]:
    closed = usual_closed_cases(actor, at - CLOSED_WITHIN)
    late = CheckAfter.in_scope(actor).filter(case=OuterRef("pk"), entry=None, due_on__lt=local_day(establishment, at))
    if count := closed.count():
        in_time = closed.filter(~Exists(late)).count()
        yield Figure("concerns.outcomes", round(100 * in_time / count, 1), at, HALF_TERM)
