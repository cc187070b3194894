"""Keys on paper: seven numbered lines of letters and figures, each with two check digits, typed in again by a person.

Base32 has no 0, 1, 8 or 9, so that nothing looks like an O or an l. A line proves itself and its place; the last
letters prove the whole, and what it is: half of a root key cannot be taken for a key of back-ups.
"""

import base64
import re
from hashlib import sha256

from tutela.keyring import mark_of

KEY_BYTES = 32
CHECK_BYTES = 3
LINE_BYTES = 5
LINES = (KEY_BYTES + CHECK_BYTES) // LINE_BYTES
GROUP = 4
WITHOUT_NUMBERS = (KEY_BYTES + CHECK_BYTES) * 8 // 5

NUMBERED = re.compile(r"^[ \t>]*([1-7])[.):]?[ \t]+(\S.*)$", re.MULTILINE)

HALF, PRIVATE, PUBLIC = b"", b"tutela back-up key", b"tutela back-up recipient"
"""What a written key is; it goes into its check."""


class Mistyped(ValueError):
    """What was typed is no key, or another kind of key; the message says which line."""


def write(key: bytes, kind: bytes) -> list[str]:
    """The lines of a key of 32 bytes: number, eight letters in two groups, two check digits."""
    whole = key + sha256(kind + key).digest()[:CHECK_BYTES]
    parts = [whole[start : start + LINE_BYTES] for start in range(0, len(whole), LINE_BYTES)]
    return [
        f"{number}  {_grouped(base64.b32encode(part).decode().lower())}  {_digits(number, part):02}"
        for number, part in enumerate(parts, start=1)
    ]


def write_in_one(key: bytes, kind: bytes) -> str:
    """The same letters in one word, for a file of settings."""
    return base64.b32encode(key + sha256(kind + key).digest()[:CHECK_BYTES]).decode().lower()


def read(text: str, kind: bytes) -> bytes:
    """The key in a text: the numbered lines, whatever stands around them, or all letters at once. Raises `Mistyped`."""
    lines = NUMBERED.findall(text)
    whole = _from_lines(lines) if lines else _decoded("".join(text.split()), WITHOUT_NUMBERS, "What was typed")
    key, check = whole[:KEY_BYTES], whole[KEY_BYTES:]
    if sha256(kind + key).digest()[:CHECK_BYTES] != check:
        raise Mistyped("These lines were mistyped, or belong to something else")
    return key


def mark(key: bytes) -> str:
    """Twelve characters by which two people can tell over the telephone whether they mean the same key."""
    return mark_of(key)


def _from_lines(lines: list[tuple[str, str]]) -> bytes:
    found: dict[int, bytes] = {}
    for number, rest in lines:
        letters = "".join(rest.split())
        name = f"Line {number}"
        if not letters[-2:].isdecimal():
            raise Mistyped(f"{name} does not end in its two check digits")
        part = _decoded(letters[:-2], LINE_BYTES * 8 // 5, name)
        if _digits(int(number), part) != int(letters[-2:]):
            raise Mistyped(f"{name} was mistyped, or stands in another's place")
        if found.setdefault(int(number), part) != part:
            raise Mistyped(f"{name} is there twice, each time with other letters")
    missing = [str(number) for number in range(1, LINES + 1) if number not in found]
    if missing:
        raise Mistyped(f"A key has {LINES} lines. Missing: {', '.join(missing)}")
    return b"".join(found[number] for number in range(1, LINES + 1))


def _decoded(letters: str, wanted: int, name: str) -> bytes:
    if len(letters) != wanted:
        raise Mistyped(f"{name} has {len(letters)} letters where {wanted} belong")
    try:
        return base64.b32decode(letters.upper())
    except ValueError:
        raise Mistyped(f"{name} has a character that no key has: only a to z and 2 to 7") from None


def _digits(number: int, part: bytes) -> int:
    return int.from_bytes(sha256(bytes([number]) + part).digest()[:8]) % 97


def _grouped(letters: str) -> str:
    return " ".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))
