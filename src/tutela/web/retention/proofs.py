"""What keeping and destroying can show of itself, of what goes the usual way: no figure speaks of a reader."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from tutela.web.core.actor import SystemActor
from tutela.web.establishments.queries import local_day
from tutela.web.evidence.rules import Figure
from tutela.web.retention import queries

DECIDED_WITHIN = timedelta(days=90)
"""A term: for so long may what is due wait for two people to look at it."""


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How many of the kinds somebody confirmed, and how much has been due for longer than a term.

    Nothing of what is due before a period was confirmed: until then nothing falls due.
    """
    actor = SystemActor("evidence", establishment.pk)
    page = reverse("retention:list")
    periods = queries.list_periods(actor, establishment)
    confirmed = [one for one in periods if one.years is not None]
    yield Figure("retention.confirmed", round(100 * len(confirmed) / len(periods), 1), at, page)
    if confirmed:
        due_by = local_day(establishment, at) - DECIDED_WITHIN
        yield Figure("retention.overdue", float(queries.count_due(actor, establishment, due_by)), at, page)
