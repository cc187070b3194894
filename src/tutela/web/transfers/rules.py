"""The clock of a file that has to be sent on, and what follows what. No database, no clock."""

from collections.abc import Sequence
from datetime import date

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.operation import Refused
from tutela.web.referrals.rules.referrals import add_working_days

MADE, HANDED_OVER, RECEIPT, NOT_SENT = "made", "handed-over", "receipt", "not-sent"
STEPS: tuple[str, ...] = (MADE, HANDED_OVER, RECEIPT, NOT_SENT)
TO_SEND, ON_ITS_WAY, RECEIVED, KEPT = "to-send", "on-its-way", "received", "kept"
"""Where a transfer stands: nothing left yet; sent without a receipt; with the next place; decided not to send."""
WAYS: tuple[str, ...] = ("secure-mail", "upload", "by-hand")


class NotNow(Refused):
    """A step that cannot follow from where the transfer stands. Its text is plain words for the person."""


class Clock(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Within how many school days, and who says so."""

    attribution: str
    year: int
    days: int
    basis: str


def get_clock() -> Clock:
    """The clock of the library."""
    return read(ROOT / "transfers" / "clock.yaml", Clock)


def due_on(starts_on: date) -> date:
    """The last day on which the file arrives in time. Mondays to Fridays count; holidays are not known here."""
    return add_working_days(starts_on, get_clock().days)


def status_of(kinds: Sequence[str]) -> str:
    """Where it stands, from the kinds of its steps."""
    if RECEIPT in kinds:
        return RECEIVED
    if kinds and kinds[-1] == NOT_SENT:
        return KEPT
    return ON_ITS_WAY if HANDED_OVER in kinds else TO_SEND


def follow(kinds: Sequence[str], step: str) -> None:
    """Whether a step may be taken. Raises `NotNow`."""
    status = status_of(kinds)
    if status == KEPT and step != MADE:
        raise NotNow("It was decided not to send this file")
    if step in (HANDED_OVER, RECEIPT) and MADE not in kinds:
        raise NotNow("Make the file first")
    if step == RECEIPT and RECEIPT in kinds:
        raise NotNow("The receipt is here already")
    if step == NOT_SENT and status in (ON_ITS_WAY, RECEIVED):
        raise NotNow("This file was sent already")


def is_late(status: str, due: date, today: date) -> bool:
    """Whether it should have been with the next place, receipt and all, before today."""
    return status in (TO_SEND, ON_ITS_WAY) and due < today


def is_in_time(due: date, steps: Sequence[tuple[str, date]]) -> bool:
    """Whether it was sent, or its receipt was here, by the day on which it was due; `steps` are (kind, local day)."""
    return any(kind in (HANDED_OVER, RECEIPT) and on <= due for kind, on in steps)
