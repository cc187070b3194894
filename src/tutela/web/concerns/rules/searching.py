"""What a search asks for, and whether a text answers it: letters alone count, not their case or their accents."""

import re
import unicodedata
from typing import NamedTuple

FEWEST_LETTERS = 2
"""A single letter stands in every text."""
MOST_LETTERS = 100
AROUND = 60
"""Letters shown on either side of what was found."""
_ASKED = re.compile(r'"([^"]+)"|(\S+)')


class Snippet(NamedTuple):
    """A piece of a text around what was found."""

    before: str
    found: str
    after: str


def words_asked(text: str) -> tuple[str, ...]:
    """The words of a search, each of which must be there; several in quotation marks stand together."""
    asked = (" ".join(simplify(phrase or word).split()) for phrase, word in _ASKED.findall(text.translate(_QUOTES)))
    return tuple(dict.fromkeys(word for word in asked if len(word) >= FEWEST_LETTERS))


def simplify(text: str) -> str:
    """The text as it is compared: small letters, no accents, one line."""
    if not text.isascii():
        text = "".join(map(_bare, text))
    text = text.lower()
    return text.replace("\r\n", " ").replace("\n", " ") if "\n" in text else text


def snippet(text: str, word: str) -> Snippet | None:
    """The first place of a word (already simplified) in a text with a few letters around it; None where it is not."""
    line = " ".join(text.split())
    # letter by letter, so that the place in the one is the place in the other
    kept = [(place, bare) for place, letter in enumerate(line) for bare in _bare(letter).lower()]
    start = "".join(bare for _, bare in kept).find(word)
    if start < 0:
        return None
    first, last = kept[start][0], kept[start + len(word) - 1][0] + 1
    before, after = line[max(0, first - AROUND) : first], line[last : last + AROUND]
    return Snippet(
        f"…{before}" if first > AROUND else before,
        line[first:last],
        f"{after}…" if last + AROUND < len(line) else after,
    )


_QUOTES = str.maketrans("“”„«»", '"""""')


def _bare(letter: str) -> str:
    """A letter without its accents; ß and ligatures become the letters that they stand for."""
    if letter.isascii():
        return letter
    taken_apart = unicodedata.normalize("NFKD", letter.casefold())
    return "".join(part for part in taken_apart if not unicodedata.combining(part))
