"""What referrals can show of themselves, as dated figures with nobody in them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from tutela.web.evidence.rules import Figure
from tutela.web.referrals import queries

CLOSED_WITHIN = timedelta(days=365)


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Whether it was decided what cases need, how many referrals await something and how many are late.

    Nothing of referrals before the first decision."""
    page = reverse("referrals:list")
    decided = queries.share_decided(establishment, at - CLOSED_WITHIN)
    if decided is not None:
        yield Figure("referrals.reasoned", decided, at, page)
    figures = queries.count_referrals(establishment, at)
    if figures.decided:
        yield Figure("referrals.awaiting", float(figures.awaiting), at, page)
        yield Figure("referrals.late", float(figures.late), at, page)
