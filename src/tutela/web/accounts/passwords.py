"""Passwords that are long enough and still guessed at once: a common word, or the school's own, with digits behind it.

Length is Django's check (at least 12), and so is its list of 20,000 common passwords. Both miss "Oakfield2026!!!".
No rule about kinds of characters, no expiry (NCSC): three random words pass.
"""

import re
from collections.abc import Iterable
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

OWN_WORDS = frozenset({"tutela", "safeguarding", "welcome", "school", "teacher", "academy", "college"})
FEWEST_DIFFERENT = 6
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm")
_LOOKS_LIKE = str.maketrans("013457@$", "oieastas")


def is_easily_guessed(password: str, near: Iterable[str] = ()) -> bool:
    """Whether nothing but a common word, a word `near` its owner, a row of keys or a few characters is in it."""
    lowered = password.casefold()
    if len(set(lowered)) < FEWEST_DIFFERENT:
        return True
    if any(lowered in run or lowered in run[::-1] for run in RUNS):
        return True
    lowered = re.sub(r"^(.+?)\1+$", r"\1", lowered)  # a word twice is no longer than once
    # "P4ssword2026!" is "password", whether the digits stand behind it or in it
    bases = {_letters(lowered), _letters(lowered.rstrip("0123456789!?.*#_- ").translate(_LOOKS_LIKE))}
    obvious = OWN_WORDS | {_letters(word.casefold()) for name in near for word in (name, *name.split())}
    return any(base in obvious or base in _common() for base in bases)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text)


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
