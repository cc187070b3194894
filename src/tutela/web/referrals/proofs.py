"""What referrals can show of themselves, as dated figures with nobody in them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.evidence.rules import Figure
from tutela.web.referrals import queries


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """That decisions have their reason, how many referrals await something and how many are late.

    Nothing before the first decision."""
    figures = queries.count_referrals(establishment, at)
    if figures.decided:
        page = reverse("referrals:list")
        # none can be kept without its reason
        yield Figure("referrals.reasoned", 100.0, at, page)
        yield Figure("referrals.awaiting", float(figures.awaiting), at, page)
        yield Figure("referrals.late", float(figures.late), at, page)
