"""Personal data in a text that is to leave the house: found where it stands, so that it is mended first.

Names are those of people whom the place knows; the rest is known by its form. No rows, no clock. It finds what is
written as such things are written; what a description gives away only a reader sees.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["name", "email", "telephone", "born", "number", "postcode"]

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\w])(?:\+44|0044|0)[\s().-]*\d(?:[\s().-]?\d){7,11}(?![\w])")
OF_BODIES = re.compile(r"^(?:\+?44|0044)?0?(?:3|8|116)")
"""Numbers that belong to bodies and help lines: 03, 08 and 116."""
PUPIL = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")
LONG_NUMBER = re.compile(r"(?<![\d+])\d{3}\s?\d{3}\s?\d{4}(?!\d)")
"""Ten digits: a unique learner number, or a number of the health service."""
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b")
BORN = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b\.?)\b[^.\n]{0,30}?\d{4}", re.IGNORECASE)
DAYS = (
    re.compile(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s./-]+(?P<month>\d{1,2}|[A-Za-z]{3,9})[\s./-]+(?P<year>\d{4})\b"
    ),
    re.compile(r"\b(?P<month>[A-Za-z]{3,9})\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
)
"""4 March 2012 and 4/3/2012, March 4, 2012, and 2012-03-04."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
OWNED = re.compile(r"['’]s$", re.IGNORECASE)
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "revd", "rev"})
LONGEST_NAME = 6  # words, those joined by a hyphen too
BETWEEN = 2  # words that may stand between a title and a family name


@dataclass(frozen=True, slots=True)
class Known:
    """What the place knows of its people, by which a text gives them away."""

    names: Collection[tuple[str, ...]] = ()
    """Whole names as `name_of` gives them."""
    families: Collection[str] = ()
    """Family names as `name_of` gives them, with blanks between, which count after a title such as Mr."""
    numbers: Collection[str] = ()
    """Admission numbers, staff codes and logins, in small letters."""
    births: Collection[date] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One of them: in which part of the text, of which kind, and the words."""

    where: str
    kind: Kind
    words: str


def name_of(text: str) -> tuple[str, ...]:
    """A name, word by word, as it is looked for: however its accents, apostrophes and hyphens are typed."""
    return tuple(key for _found, key in _words(text))


def _words(text: str) -> list[tuple[re.Match[str], str]]:
    """Each word with what it is known by: Leo’s is Leo, O’Neil is oneil, and an initial alone is nothing."""
    found = []
    for word in WORD.finditer(text):
        letters = unicodedata.normalize("NFKD", OWNED.sub("", word[0]))
        key = "".join(one for one in letters if one.isalpha()).casefold()
        if len(key) > 1 or not key.isascii():
            found.append((word, key))
    return found


def find_personal(parts: Iterable[tuple[str, str]], known: Known) -> list[Found]:
    """All there is, each once for its part. parts: what each is called, and its text."""
    return [Found(where, kind, words) for where, text in parts for kind, words in dict.fromkeys(_find(text, known))]


def _find(text: str, known: Known) -> Iterator[tuple[Kind, str]]:
    text = unicodedata.normalize("NFC", text)  # so that a letter with its accent is one letter
    yield from (("name", words) for words in _names(text, known))
    yield from (("email", found[0]) for found in EMAIL.finditer(text))
    numbers = [found for found in TELEPHONE.finditer(text) if not OF_BODIES.match(re.sub(r"[^\d+]", "", found[0]))]
    yield from (("telephone", found[0]) for found in numbers)
    yield from (("born", found[0]) for found in BORN.finditer(text))
    days = (found for form in DAYS for found in form.finditer(text))
    yield from (("born", found[0]) for found in days if _day(**found.groupdict()) in known.births)
    yield from (("number", found[0]) for found in PUPIL.finditer(text))
    yield from (("number", found[0]) for found in LONG_NUMBER.finditer(text) if not found[0].startswith("0"))
    said = re.findall(r"[\w.-]*\d[\w.-]*", text)
    yield from (("number", word) for word in said if word.strip(".-").casefold() in known.numbers)
    yield from (("postcode", found[0]) for found in POSTCODE.finditer(text))


def _names(text: str, known: Known) -> Iterator[str]:
    words = _words(text)
    keys = [key for _found, key in words]
    for start, (first, _key) in enumerate(words):
        if first[0][0].isupper() and (end := _end_of_name(keys, start, known) or _end_of_family(words, start, known)):
            yield text[first.start() : words[end - 1][0].end()]


def _end_of_name(keys: list[str], start: int, known: Known) -> int:
    """Where a whole name that begins here ends; 0 where none begins."""
    ends = range(min(start + LONGEST_NAME, len(keys)), start + 1, -1)
    return next((end for end in ends if tuple(keys[start:end]) in known.names), 0)


def _end_of_family(words: list[tuple[re.Match[str], str]], start: int, known: Known) -> int:
    """Where a family name after a title ends, a given name between them or not; 0 where there is none."""
    if words[start][1] not in TITLES:
        return 0
    for begins in range(start + 1, min(start + 2 + BETWEEN, len(words))):
        for end in range(min(begins + LONGEST_NAME, len(words)), begins, -1):
            if " ".join(key for _found, key in words[begins:end]) in known.families:
                return end
        if not words[begins][0][0][0].isupper():
            break
    return 0


def _day(day: str, month: str, year: str) -> date | None:
    number = int(month) if month.isdigit() else next((n for n, m in enumerate(MONTHS, 1) if month.lower()[:3] == m), 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
