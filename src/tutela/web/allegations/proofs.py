"""What the vault can show of itself, as dated figures in which nobody can be found.

Matters about those who read figures, or whom a declared conflict keeps somebody of the team from, are in none of them.
The light is always lit: that nothing is late is said where there is nothing at all too.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from tutela.web.allegations import queries, rules
from tutela.web.evidence.rules import Figure

COUNTED_FOR = timedelta(days=365)


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Whether nothing waits for longer than a working day; how many were looked at within one, of five or more."""
    page = reverse("allegations:figures")
    promptness = queries.count_prompt(establishment, since=at - COUNTED_FOR, at=at)
    yield Figure("allegations.in-time", float(not promptness.waiting), at, page)
    if promptness.looked_at + promptness.late >= rules.FEWEST:
        share = 100 * promptness.looked_at / (promptness.looked_at + promptness.late)
        yield Figure("allegations.within-a-day", round(share, 1), at, page)
