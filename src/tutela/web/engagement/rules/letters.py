"""What a letter says, and what replies to it come to. No rows, no clock."""

import re
from collections.abc import Iterable, Mapping

from tutela.web.engagement.rules.counting import THRESHOLD

BATCH = 40
"""Letters in one document: small enough for the worker to do between other things."""


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts; where one is empty, so is what it leaves. Raises KeyError for one not given."""
    filled = re.sub(r"\{([a-z_]+)\}", lambda found: facts[found[1]], text)
    return re.sub(r"[ \t]+([.,:;]|$)", r"\1", re.sub(r"[ \t]{2,}", " ", filled), flags=re.MULTILINE)


def paragraphs(text: str) -> list[str]:
    """Its paragraphs, without empty ones."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def names_in_words(names: Iterable[str]) -> str:
    """“Leo, Mia and Noa”."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def controls_pct(replies: Iterable[str]) -> float | None:
    """Of those who replied, which share (0-100) has set controls on all or some devices; None where so few did
    that single families could be made out.
    """
    given = [reply for reply in replies if reply]
    if len(given) < THRESHOLD:
        return None
    return round(100 * sum(reply in ("set", "some") for reply in given) / len(given), 1)
