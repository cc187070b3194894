"""A migration operation for rows that were there before it: where there are none yet, there is nothing for it to do."""

from django.db.migrations import RunPython


class ForExistingRows(RunPython):
    """RunPython that never makes rows of its own, so that new tables can be laid without it."""
