"""Taking names and entries out of what is handed over, each with its reason; and finding what was forgotten."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tutela.web.referrals.rules.referrals import COMMON, names_in, parts_of

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is handed over: its text with names masked, or the code of why it was left out."""

    text: str
    left_out: str = ""
    masked: int = 0


def tokens_for(names: Iterable[str]) -> dict[str, str]:
    """What stands in place of each name: "[person A]", in the order in which they are given."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(name.strip() for name in names if name.strip()):
        number = len(found)
        letter = LETTERS[number % len(LETTERS)] + (str(number // len(LETTERS) + 1) if number >= len(LETTERS) else "")
        found[name] = f"[person {letter}]"
    return found


def mask(text: str, tokens: Mapping[str, str]) -> tuple[str, int]:
    """The text with every such name, whole or in part, replaced; and how often.

    A part that two of them share stands for the first. What is a common word too counts only with a capital letter.
    """
    count = 0

    def put(token: str) -> str:
        nonlocal count
        count += 1
        return token

    for name in sorted(tokens, key=len, reverse=True):
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        text = whole.sub(lambda _found, token=tokens[name]: put(token), text)
    for name, token in tokens.items():
        for part in parts_of(name):
            flags = re.IGNORECASE if part.casefold() not in COMMON else 0
            pattern = re.compile(rf"(?<![\w\[]){re.escape(part)}(?!\w)", flags)
            text = pattern.sub(lambda _found, token=token: put(token), text)
    return text, count


def redact(texts: Sequence[str], left_out: Mapping[int, str], tokens: Mapping[str, str]) -> list[Line]:
    """Each text as it is handed over; `left_out` says by position (from 0) why an entry is not."""
    lines = []
    for position, text in enumerate(texts):
        if code := left_out.get(position, ""):
            lines.append(Line("", left_out=code))
        else:
            masked, count = mask(text, tokens)
            lines.append(Line(masked, masked=count))
    return lines


def still_named(lines: Sequence[Line], names: Iterable[str], allowed: Iterable[str]) -> dict[str, list[int]]:
    """Which of these names still stand in it, each with the numbers (from 1) of the entries, the most frequent first.

    `allowed` are the names of those whom it is for: no part of theirs is spoken of.
    """
    others, own = list(names), {part.casefold() for name in allowed for part in re.findall(r"[^\W\d_]+", name)}
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        for name in names_in(re.sub(r"\[person \w+\]", "", line.text), others):
            if name.casefold() not in own and name[:1].isupper():
                found.setdefault(name, []).append(number)
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))
