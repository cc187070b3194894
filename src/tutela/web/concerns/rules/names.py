"""Whether words name somebody of a case, before they leave it. No database, no clock."""

import re
from collections.abc import Iterable

SHORTEST = 3
"""Letters of a part of a name that counts: "Al" stands in too many words of its own."""


def find_names(text: str, names: Iterable[str]) -> list[str]:
    """The names of which a part stands as a word in the text, each once. A possessive counts: "Leo's", "Leo’s"."""
    said = set(re.findall(r"[^\W\d_]+", text.casefold()))
    return [
        name
        for name in dict.fromkeys(names)
        if any(len(part) >= SHORTEST and part in said for part in re.findall(r"[^\W\d_]+", name.casefold()))
    ]
