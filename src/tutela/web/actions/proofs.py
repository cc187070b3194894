"""What the keeping of actions can show of itself, as dated figures."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.actions.queries import get_figures
from tutela.web.evidence.rules import Figure


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How many are overdue, and how many of those closed within a year cite evidence."""
    overdue, with_evidence = get_figures(establishment.pk, at)
    page = reverse("actions:list")
    yield Figure("actions.overdue", overdue, at, f"{page}?show=overdue")
    if with_evidence is not None:
        yield Figure("actions.closed-with-evidence", with_evidence, at, f"{page}?show=done")
