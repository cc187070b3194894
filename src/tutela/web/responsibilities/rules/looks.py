"""Whether a look counts, and when the next is due. No rows, no clock."""

from collections.abc import Collection
from datetime import date, timedelta

MOST_FINDINGS = 12
FINDING_LETTERS = 200


def list_missing(needs: Collection[str], took_part: Collection[str]) -> list[str]:
    """Who ought to have taken part and did not, in the order in which they are needed."""
    return [one for one in needs if one not in took_part]


def due_on(last_on: date | None, every_days: int, planned: date | None, today: date) -> date:
    """The day of the next look: the one that was planned where that is sooner; today where there never was one."""
    if last_on is None:
        return today
    latest = last_on + timedelta(days=every_days)
    return min(latest, planned) if planned else latest


def split_findings(text: str) -> list[str]:
    """What is to be done, one on each line, without marks of a list before it."""
    lines = (" ".join(line.strip().lstrip("-*•").split()) for line in text.splitlines())
    return [line for line in lines if line]
