"""One spelling for many: how a search is read before terms are looked for in it.

`plain` is what the person typed without case, accents, punctuation and invisible characters.
`disguised` is a second, looser reading for lists that ask for it: figures for letters ("su1c1de"),
letters spaced out or run together, letters repeated, one slip in a known word.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from itertools import groupby

import msgspec

# Letters of other scripts that look Latin; NFKC leaves them alone. Written as escapes where an
# editor would show two lines that look the same.
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u043a\u043c\u0442\u043d\u0432\u03b1\u03b5\u03b9\u03bf\u03c1\u03c4\u03c5\u03bd\u03ba\u0131\u0142\u00f8\u0111\u0261",
    "aeopcyxijshdqwkmthbaeioptuvkilodg",
)
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_NOT_WORD = re.compile(r"[\W_]+")
_FIGURES = str.maketrans("013457@$€", "oieastase")
_MASKS = str.maketrans("", "", "*#'’‘ʼ`´")
_INNER_MARK = re.compile(r"(?<=[a-z0-9])[!|](?=[a-z0-9])")
_DISGUISE_SPLIT = re.compile(r"[^a-z0-9@$€]+")
_WORD_FIGURES = {"2": "to", "4": "for"}
_DOUBLED = re.compile(r"(.)\1")
_ONE_LOOK = str.maketrans("l", "i")  # 1, i, l and | stand for one another
_REMEMBERED = 20_000


def fold(text: str) -> str:
    """Text in lower case Latin look: compatibility forms, accents, invisible characters and lookalikes resolved."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).casefold()
    seen = "".join(c for c in apart if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    return seen.translate(_LOOKALIKES)


def plain(text: str) -> str:
    """Words of `text` with one space between, before and after: " i cant go on ", or " " where there are none."""
    words = fold(text).translate(_APOSTROPHES)
    if not words.replace(" ", "").isalnum() or "  " in words:
        words = _NOT_WORD.sub(" ", words)
    words = words.strip()
    return f" {words} " if words else " "


def plain_words(phrase: str) -> list[str]:
    """The words of `plain`, for the tens of thousands of phrases of the library, which are made of few words."""
    return [word for piece in phrase.split() for word in _plain_piece(piece)]


@lru_cache(maxsize=50_000)
def _plain_piece(piece: str) -> tuple[str, ...]:
    return tuple(plain(piece).split())


class Skeleton(msgspec.Struct, frozen=True):
    """A text with its letters run together, and where in it a word may start and end.

    `starts` and `ends` hold positions in `letters`; `ends` are inclusive.
    """

    letters: str
    starts: Collection[int]
    ends: Collection[int]


def letters(phrase: str) -> str:
    """The letters of a phrase as they stand in a disguised text."""
    looks = [look for piece in phrase.split() for look in _looks_of(piece)]
    return _run_together(looks).letters if 1 in map(len, looks) else "".join(looks)


@lru_cache(maxsize=50_000)
def _looks_of(piece: str) -> tuple[str, ...]:
    return tuple(_squeezed(word) for word in _words(piece))


def disguised(text: str, mend: Callable[[str], str] | None = None) -> Skeleton:
    """The looser reading of `text`; `mend` (see `mender`) gives the word that a misspelt one stands for."""
    words = _words(text)
    return _run_together(map(mend, words) if mend else map(_squeezed, words))


def mender(known_slips: Mapping[str, str]) -> Callable[[str], str]:
    """What mends one slip in a word, by misspellings mapped to what they stand for (see `slips`); it remembers."""
    return lru_cache(maxsize=_REMEMBERED)(lambda word: _squeezed(_mended(word, known_slips)))


def slips(words: Iterable[str], well_spelled: Iterable[str] = ()) -> dict[str, str]:
    """Each word of `words`, and it with any one letter dropped, mapped to the word; `well_spelled` words to themselves.

    `_mended` drops a letter on its side too, which finds one dropped, added, swapped or wrong
    letter without trying the alphabet.
    """
    found: dict[str, str] = {}
    looks = sorted({_squeezed(_look(fold(word))) for word in words})
    for look in looks:
        for variant in one_letter_less(look):
            found.setdefault(variant, look)
    found.update((look, look) for look in [*(_squeezed(_look(fold(word))) for word in set(well_spelled)), *looks])
    return found


def _run_together(words: Iterable[str]) -> Skeleton:
    """Squeezed words without the gaps; across one a doubled letter is one only beside a single letter ("k i l l")."""
    joined = ""
    before = 0
    starts, ends = [], []
    for look in words:
        now = len(look)
        if (before == 1 or now == 1) and joined[-1:] == look[0]:
            starts.append(len(joined) - 1)
            joined += look[1:]
        else:
            starts.append(len(joined))
            joined += look
        ends.append(len(joined) - 1)
        before = now
    return Skeleton(joined, starts, ends)


def _words(text: str) -> list[str]:
    marked = fold(text).translate(_MASKS)
    if "!" in marked or "|" in marked:
        marked = _INNER_MARK.sub("i", marked)
    return [_look(word) for word in _DISGUISE_SPLIT.split(marked) if word]


@lru_cache(maxsize=_REMEMBERED)
def _look(word: str) -> str:
    """A word with figures read as letters; a bare number stays, but for the 2 of "want 2"."""
    if word in _WORD_FIGURES:
        return _WORD_FIGURES[word]
    if any(c.isalpha() for c in word):
        word = word.translate(_FIGURES)
    return word.translate(_ONE_LOOK)


@lru_cache(maxsize=_REMEMBERED)
def _squeezed(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word)) if _DOUBLED.search(word) else word


def one_letter_less(word: str) -> list[str]:
    """The word with each of its letters left out in turn."""
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _mended(word: str, known: Mapping[str, str]) -> str:
    """The word that `word` misspells by one slip, else `word`."""
    look = _squeezed(word)
    if len(look) < 5:
        return word
    for candidate in (look, *one_letter_less(look)):
        meant = known.get(candidate)
        if meant is not None and is_one_slip(look, meant):
            return meant
    return word


def is_one_slip(a: str, b: str) -> bool:
    """Whether `a` becomes `b` by at most one letter dropped, added, changed or swapped with its neighbour."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    return (
        rest_a[1:] == rest_b[1:]
        or rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or (len(rest_a) > 1 and rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    )
