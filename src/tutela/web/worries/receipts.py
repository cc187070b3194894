"""Six words that open a conversation: drawn at random, shown to whoever wrote, and kept as a hash that leads nowhere.

The list has more than 2,048 words, so six of them hold at least 66 bits. The hash is Argon2id with a salt of the
establishment that comes from the root key and stands in no database.
"""

import difflib
import re
import secrets
from collections.abc import Sequence
from functools import lru_cache
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core import sealing

FILE = ROOT / "worries" / "words.yaml"
WORDS = 6
HASH_BYTES, SALT_BYTES = 32, 16
TIME_COST, MEMORY_KIB = 3, 64 * 1024
_at_once = BoundedSemaphore(2)  # each takes 64 MiB; the others wait their turn of about 0.3 s


class WordList(Sourced, frozen=True):
    """The words, separated by spaces."""

    words: str


def list_words() -> tuple[str, ...]:
    """All words that a receipt may be made of."""
    return _split(read(FILE, WordList).words)


def draw() -> tuple[str, ...]:
    """A new receipt."""
    words = list_words()
    return tuple(secrets.choice(words) for _ in range(WORDS))


def tidy(typed: str) -> tuple[str, ...]:
    """What somebody typed, as words: capitals, numbers, commas and lines do not matter."""
    return tuple(re.findall(r"[a-z]+", typed.casefold()))


def find_slips(typed: Sequence[str]) -> list[tuple[str, str]]:
    """Words that are not on the list, each with the one that may be meant, or nothing. The list is no secret."""
    words = list_words()
    known = set(words)
    return [
        (word, next(iter(difflib.get_close_matches(word, words, n=1, cutoff=0.75)), ""))
        for word in typed
        if word not in known
    ]


def hash_words(words: Sequence[str], establishment_id: int) -> bytes:
    """What a receipt is kept as; about 0.3 s and 64 MiB, whether or not there is such a receipt."""
    salt = sealing.installation_subkey(f"worry-receipts/{establishment_id}").first[:SALT_BYTES]
    with _at_once:
        return hash_secret_raw(" ".join(words).encode(), salt, TIME_COST, MEMORY_KIB, 1, HASH_BYTES, Type.ID)


@lru_cache(maxsize=4)
def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())
