"""What responsibilities can show of themselves, as dated figures."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.evidence.rules import Figure
from tutela.web.responsibilities import queries


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How many duties somebody answers for."""
    share = queries.count_assigned(establishment, at=at)
    if share is not None:
        yield Figure("duties.assigned", share, at, reverse("responsibilities:duties"))
