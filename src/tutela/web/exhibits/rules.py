"""How an exhibit stands, from its ledger alone, and what may be done with it then."""

from collections.abc import Collection, Iterable

from tutela.web.core.operation import Refused

RECEIVED, SCANNED, FOUND, MADE = "received", "scanned", "found", "made"
VIEWED, COPIED, EXPORTED, HANDED_OVER = "viewed", "copied", "exported", "handed-over"
LOCKED, TO_DESTROY, DESTROYED = "locked", "to-destroy", "destroyed"
CUSTODY: tuple[str, ...] = (
    RECEIVED, SCANNED, FOUND, MADE, VIEWED, COPIED, EXPORTED, HANDED_OVER, LOCKED, TO_DESTROY, DESTROYED,
)  # fmt: skip

QUARANTINE, CLEAN, INFECTED = "quarantine", "clean", "infected"
STANDINGS: tuple[str, ...] = (QUARANTINE, CLEAN, INFECTED, LOCKED, TO_DESTROY, DESTROYED)
OPENED: tuple[str, ...] = (VIEWED, COPIED, EXPORTED)
"""Kinds for which the bytes were opened to a person: what "seen" counts."""


class NotNow(Refused):
    """It cannot be done with this exhibit as it stands."""


def standing_of(kinds: Iterable[str]) -> str:
    """How an exhibit stands. What was locked stays locked, whatever is noted after it."""
    have = set(kinds)
    for kind, standing in (
        (DESTROYED, DESTROYED),
        (TO_DESTROY, TO_DESTROY),
        (LOCKED, LOCKED),
        (FOUND, INFECTED),
        (SCANNED, CLEAN),
        (MADE, CLEAN),
    ):
        if kind in have:
            return standing
    return QUARANTINE


def may_open(standing: str) -> bool:
    """Whether its bytes may be shown, saved or worked on by anybody."""
    return standing == CLEAN


def may_lock(standing: str) -> bool:
    return standing in (QUARANTINE, CLEAN, INFECTED)


def may_approve(standing: str, asked_by: object, actor: object) -> bool:
    """Whether this person may be the second of the two who destroy it."""
    return standing == TO_DESTROY and actor is not None and asked_by is not None and actor != asked_by


def family_of(pk: object, pairs: Collection[tuple[object, object | None]]) -> set[object]:
    """The exhibit, what it was copied from and every copy of those. `pairs` are (key, key of its original or None)."""
    family = {pk}
    while True:
        more = {child for child, parent in pairs if parent in family}
        more |= {parent for child, parent in pairs if child in family and parent is not None}
        if more <= family:
            return family
        family |= more


def read_squares(text: str) -> list[tuple[int, int, int, int]]:
    """Squares of a picture ("B2", "A1-C3", parted by commas or spaces) as boxes in squares. Raises ValueError.

    A box is left, top, right, bottom, from 0 to 10; right and bottom are outside it.
    """
    boxes = []
    for word in text.upper().replace(",", " ").replace(" - ", "-").split():
        first, _dash, last = word.partition("-")
        left, top = _square(first)
        right, bottom = _square(last or first)
        boxes.append((min(left, right), min(top, bottom), max(left, right) + 1, max(top, bottom) + 1))
    if not boxes:
        raise ValueError(text)
    return boxes


def _square(name: str) -> tuple[int, int]:
    column, row = "ABCDEFGHIJ".find(name[:1] or "?"), name[1:]
    if column < 0 or not (row.isascii() and row.isdigit()) or not 1 <= int(row) <= 10:
        raise ValueError(name)
    return column, int(row) - 1
