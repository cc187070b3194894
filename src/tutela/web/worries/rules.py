"""Names in what somebody typed, and the hour that is all that is kept of a moment. No database, no clock."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

MOST_NAMES = 8
LONGEST_NAME = 120
SHORTEST_FAMILY_NAME = 3
"""A shorter one is too often a word of another kind."""
TITLES = "mr|mrs|ms|miss|mx|dr|sir|madam|prof"
BETWEEN = re.compile(r"[\n;,/&+]|\b(?:and|or|und|plus)\b", re.IGNORECASE)
TITLED = re.compile(rf"\b(?:{TITLES})\.?\s+[^\W\d_]+(?:[-’'][^\W\d_]+)*", re.IGNORECASE)
ROLE_WORDS: Mapping[str, re.Pattern[str]] = {
    "head": re.compile(r"\b(?:head\s?teacher|head\s?master|head\s?mistress|principal|the head)\b", re.IGNORECASE),
    "dsl": re.compile(r"\b(?:dsl|safeguarding (?:lead|officer|person)|designated person)\b", re.IGNORECASE),
    "deputy-dsl": re.compile(r"\bdeputy (?:dsl|safeguarding lead)\b", re.IGNORECASE),
    "chair": re.compile(r"\bchair (?:of|person)\b|\bchair of (?:the )?governors\b", re.IGNORECASE),
}


def to_the_hour(at: datetime) -> datetime:
    """The beginning of the hour in which something was written: no finer time of it is kept or shown."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def kept_until(at: datetime) -> datetime:
    """Until when something unfinished waits: one to two hours, so that its end does not tell when it was begun."""
    return to_the_hour(at) + timedelta(hours=2)


def names_in(typed: str) -> list[str]:
    """The names in an answer, each once. "Mrs Shah from science and Ben" is Mrs Shah, and Ben."""
    found: list[str] = []
    for part in BETWEEN.split(typed):
        titled = TITLED.search(part)
        name = " ".join((titled.group() if titled else part).split()).strip(" .!?\"'“”()")[:LONGEST_NAME]
        if name and name.casefold() not in (one.casefold() for one in found):
            found.append(name)
    return found[:MOST_NAMES]


def roles_in(typed: str) -> list[str]:
    """Roles that an answer names instead of a person: "the head teacher" may mean whoever is that now."""
    return [role for role, words in ROLE_WORDS.items() if words.search(typed)]


def mentions(text: str, full_names: Iterable[str]) -> list[str]:
    """How these people are spoken of in a text, in its own words: "Mrs Shah", or the family name alone."""
    found: dict[str, None] = {}
    for full_name in full_names:
        family = full_name.split()[-1] if full_name.split() else ""
        if len(family) < SHORTEST_FAMILY_NAME:
            continue
        said = re.search(rf"(?:\b(?:{TITLES})\.?\s+)?\b{re.escape(family)}\b", text, re.IGNORECASE)
        if said:
            found[" ".join(said.group().split())] = None
    return list(found)


def people_of(answers: Mapping[str, Any], nobody: str) -> list[tuple[str, str]]:
    """(name, role) of everybody in the answers. `nobody` stands for whoever wrote and does not say their name."""
    own_name = answers.get("own_name", "")
    people: list[tuple[str, str]] = []
    if answers.get("who") == "me":
        people.append((own_name or nobody, "harmed"))
    elif own_name:
        people.append((own_name, "reporter"))
    if answers.get("who") == "other":
        people += [(name, "harmed") for name in names_in(answers.get("names", ""))]
    people += [(name, "alleged") for name in names_in(answers.get("by", ""))]
    if answers.get("meant") == "yes":
        people += [(name, "alleged") for name in answers.get("mentioned", [])]
    return people


def note_of(parts: Iterable[tuple[str, str]]) -> str:
    """What else was written, in the words that were used: a heading and its answer on each line."""
    return "\n".join(f"{heading}: {' '.join(said.split())}" for heading, said in parts if said.strip())
