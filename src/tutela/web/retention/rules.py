"""When what was closed falls due, and what has to be true before it is destroyed. No database, no clock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.operation import Refused

FOLDER = ROOT / "retention"
SENT_ON = "sent-on"
SHORTEST_YEARS, LONGEST_YEARS = 1, 100
Start = Literal["birth", "receipt", "closing", "session", "arrival"]
What = Literal["case", "concern", "supervision", "received"]
"""What goes by two people."""


class NotNow(Refused):
    """Something cannot be destroyed, or not by this person; the text says why in plain words."""


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """A kind of record, what is proposed for it, and on what ground."""

    key: Annotated[str, msgspec.Meta(max_length=40)]
    name: str
    start: Start
    years: int
    basis: str
    of: What = "case"
    playbooks: list[str] = []
    themes: list[str] = []
    linked: bool = False


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    kinds: list[Kind]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of something closed: its playbooks (of a case) or theme (of a concern), when it closed (a session:
    was held; a received file: came), the last birthday of those harmed (None: of one of them at least no birthday is
    known), the day on which the last of them was receipted elsewhere, and whether a file is linked to somebody here.
    """

    playbooks: frozenset[str]
    closed_on: date
    born_on: date | None
    receipt_on: date | None
    what: What = "case"
    theme: str = ""
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """By what kind a case goes and from which day it may be destroyed; no day while nobody confirmed the kind."""

    kind: Kind
    start_on: date
    on: date | None


def list_kinds() -> list[Kind]:
    """The kinds of the library, in the order in which they are tried."""
    return read(FOLDER / "records.yaml", _File).kinds


def kind_of(facts: Facts, kinds: Iterable[Kind]) -> Kind:
    """The first kind of what it is whose conditions hold. The last of each has none."""
    listed = [kind for kind in kinds if kind.of == facts.what]
    for kind in listed:
        if facts.playbooks & set(kind.playbooks) or facts.theme in kind.themes or (kind.linked and facts.is_linked):
            return kind
        if kind.start == "receipt" and facts.receipt_on is not None:
            return kind
    return listed[-1]


def due_of(facts: Facts, kinds: Iterable[Kind], years: Mapping[str, int]) -> Due:
    """When it falls due by the years that somebody confirmed (`years`, by kind)."""
    kind = kind_of(facts, kinds)
    start = {"birth": facts.born_on, "receipt": facts.receipt_on}.get(kind.start) or facts.closed_on
    chosen = years.get(kind.key)
    # nothing falls due before it is closed, however old whoever it is about
    return Due(kind, start, max(add_years(start, chosen), facts.closed_on) if chosen else None)


def add_years(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


UNTOLD = "Something in it is locked, and the police have not said what becomes of it. It is kept"
"""Why nothing but the word of the police destroys what was locked."""


def check_proposal(
    due: Due, today: date, *, is_held: bool, is_closed: bool, waits: bool, has_locked: bool = False
) -> None:
    """Whether something may be put forward for destruction. Raises `NotNow`."""
    if not is_closed:
        raise NotNow("What is open is never destroyed")
    if is_held:
        raise NotNow("A legal hold keeps it")
    if has_locked:
        raise NotNow(UNTOLD)
    if due.on is None:
        raise NotNow("Nobody has confirmed yet how long this kind of record is kept")
    if due.on > today:
        raise NotNow("It is not due yet")
    if waits:
        raise NotNow("It was put forward already and waits for a second person")


def check_decision(
    proposed_by: object, decides: object, due: Due, today: date, *, is_held: bool, is_closed: bool,
    has_locked: bool = False,
) -> None:  # fmt: skip
    """Whether this person may destroy it now. Raises `NotNow`."""
    if decides is None or proposed_by == decides:
        raise NotNow("A second person has to decide: you put this forward yourself")
    if is_held:
        raise NotNow("A legal hold was placed since. It is kept")
    if has_locked:
        raise NotNow(UNTOLD)
    if not is_closed:
        raise NotNow("It was opened again since, or taken into a case. It is kept")
    if due.on is None or due.on > today:
        raise NotNow("It is to be kept for longer since it was put forward")


def unreadable_from(destroyed_on: date, backups_kept: int) -> date:
    """The day on which the last nightly back-up that still holds the key is thrown away."""
    return destroyed_on + timedelta(days=backups_kept + 1)


def kinds_to_confirm(kinds: Iterable[Kind], confirmed: Collection[str]) -> list[Kind]:
    """Kinds that nobody has confirmed."""
    return [kind for kind in kinds if kind.key not in confirmed]
