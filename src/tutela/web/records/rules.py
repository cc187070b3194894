"""How large a log may be, when one in the folder is whole, which names are passed over. No database, no clock."""

from datetime import datetime, timedelta

LARGEST_BYTES = 2 * 1024 * 1024 * 1024
"""An upload stays below this; a larger log is put into the folder, or imported on the command line."""
STILL_FOR = timedelta(seconds=10)
"""A file in the folder is whole when nobody has written to it for this long."""
SILENT_FOR = timedelta(minutes=2)
"""An import that has said nothing for this long was cut off with its worker, and is started again."""
KEEP_UPLOADS = timedelta(days=1)
KEEP_BAD_LINES = timedelta(days=30)
MOST_TRIES = 3

MATCHING = "match"
"""The phase of an import in which all is stored and it is searched for what needs eyes."""
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
SEARCHED, OWED, NOT_SEARCHED, AGAIN = "", "owed", "failed", "again"
"""Whether what a log holds was searched for what needs eyes: not yet while its file still lies at its place; that could
not be done; or somebody has asked for it once more.
"""
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp")


def is_taken(name: str) -> bool:
    """Whether a file of that name is meant to be imported."""
    return not name.startswith(".") and not name.endswith(("~", *UNFINISHED))


def is_whole(size: int, size_before: int | None, changed_at: datetime, now: datetime) -> bool:
    """Whether a file that was seen before has stopped growing."""
    return size == size_before and size > 0 and now - changed_at >= STILL_FOR


def share_done(done: int, total: int) -> int | None:
    """How much is done, in whole per cent; None while nobody knows."""
    return min(100, done * 100 // total) if total else None
