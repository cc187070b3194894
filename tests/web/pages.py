"""How a page is read, and how a day is sent to it."""

import re
from datetime import date, timedelta

from django.utils import timezone


def words_of(answer: object) -> str:
    """What somebody reads on a page."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&#x27;", "'").replace("&quot;", '"')


def parts(name: str, day: date | int) -> dict[str, str]:
    """A day as its three boxes send it: that day, or so many days from today."""
    day = timezone.localdate() + timedelta(days=day) if isinstance(day, int) else day
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}
