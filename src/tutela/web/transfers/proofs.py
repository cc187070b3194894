"""What transfers can show of themselves, as dated figures with nobody in them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.establishments import queries as establishments
from tutela.web.evidence.rules import Figure
from tutela.web.transfers import queries


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How many files are late, and the share that went in time. Nothing before a first file was due."""
    page = reverse("transfers:list")
    figures = queries.count_transfers(establishment, establishments.local_day(establishment, at))
    if figures.late or figures.in_time_pct is not None:
        yield Figure("transfers.late", float(figures.late), at, page)
    if figures.in_time_pct is not None:
        yield Figure("transfers.in-time", figures.in_time_pct, at, page)
