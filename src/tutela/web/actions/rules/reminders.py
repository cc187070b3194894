"""Who is reminded when: the owner a week before, on the day and every week after; the head of what is very late."""

from collections.abc import Collection
from datetime import date, timedelta

BEFORE = timedelta(days=7)
WEEK = timedelta(days=7)
TO_HEAD_AFTER = timedelta(days=14)

SOON, TODAY, LATE, TO_HEAD = "soon", "today", "late", "head"


def mark(due_on: date, step: str) -> str:
    """What tells one reminder from all others. It holds the day, so a day that was moved begins anew."""
    return f"{due_on.isoformat()} {step}"


def due_step(due_on: date | None, today: date, *, owned_on: date, sent: Collection[str]) -> str:
    """The reminder that the owner is owed today, or "". Steps are soon, today, late-1, late-2 and so on.

    owned_on: since when the owner has known of that day; whoever learned of it within the last week is not told twice.
    After a pause only the newest step is owed, not all that were missed.
    """
    if due_on is None:
        return ""
    if today < due_on:
        step = SOON if due_on - BEFORE <= today and owned_on <= due_on - BEFORE else ""
    else:
        weeks = (today - due_on) // WEEK
        step = f"{LATE}-{weeks}" if weeks else TODAY
    return step if step and mark(due_on, step) not in sent else ""


def owed_to_head(due_on: date | None, today: date, *, sent: Collection[str]) -> bool:
    """Whether the head is to be told now: more than a fortnight late, and not told of that day yet."""
    return due_on is not None and today - due_on > TO_HEAD_AFTER and mark(due_on, TO_HEAD) not in sent
