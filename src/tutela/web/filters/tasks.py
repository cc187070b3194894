"""What the worker does for the filter: publishes within a second of a change, reads what blocked pages report."""

from datetime import datetime, timedelta

from tutela.events.store import StoreError
from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.filters import operations, queries

READ_AT_ONCE = 500
LATE_BY = timedelta(minutes=10)
"""Records may be stored a little out of order; each is known by its number, so reading some again does no harm."""
BEFORE_ALL = timedelta(days=30)


def publish_due(at: datetime) -> None:
    """Publish what was changed."""
    operations.publish_due(at=at)


def publish_drifted(at: datetime) -> None:
    """Publish what would come out differently by now, and the detection rules if they are not in force."""
    operations.publish_due(at=at, drifted_too=True)
    operations.publish_detection(actor=SystemActor("publish detection"), at=at)


def read_reports(at: datetime) -> None:
    """Read "This seems wrong" from the event store. While it does not answer they wait there."""
    since = queries.read_so_far()
    try:
        records = queries.ask_records(
            "wrong_block_reports_since", time=since - LATE_BY if since else at - BEFORE_ALL, limit=READ_AT_ONCE
        )
    except StoreError:
        return
    new = queries.unread(records)
    if new:
        operations.read_block_reports(actor=SystemActor("read block reports"), at=at, records=new)


PERIODIC = (
    Periodic("publish changed policies", every_seconds=1, run=publish_due),
    Periodic("read reports of wrong blocks", every_seconds=2, run=read_reports),
    Periodic("publish what has drifted", every_seconds=60, run=publish_drifted),
)
