"""What the worker does for the filter: publishes within a second of a change, reads what blocked pages report."""

from datetime import datetime, timedelta

from tutela.events.store import StoreError
from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.filters import clauses, operations, queries
from tutela.web.filters.keeping import Keeper

READ_AT_ONCE = 500
LATE_BY = timedelta(minutes=10)
"""Records may be stored a little out of order; each is known by its number, so reading some again does no harm."""
BEFORE_ALL = timedelta(days=30)


def follow_signatures(at: datetime) -> None:
    """Have nothing written down where nobody has signed."""
    operations.follow_signatures(at=at)


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


keeper = Keeper()


def keep_lists(at: datetime) -> None:
    """Fetch lists that are due, and go on with what is under way; the long part of it runs in a process of its own."""
    keeper.turn(at)


def note_refusal(at: datetime) -> None:
    """Keep in the audit what the gateway did not put in force, and why."""
    operations.note_refusals(at=at)


def hold_clauses(at: datetime) -> None:
    """Hold what the policies say against what the network does."""
    for place in establishments.list_establishments():
        clauses.hold_clauses(at, place)


PERIODIC = (
    Periodic("record nothing without a signature", every_seconds=1, run=follow_signatures, urgent=True),
    Periodic("publish changed policies", every_seconds=1, run=publish_due),
    Periodic("read reports of wrong blocks", every_seconds=2, run=read_reports),
    Periodic("keep lists up to date", every_seconds=1, run=keep_lists),
    Periodic("note refused snapshots", every_seconds=5, run=note_refusal),
    Periodic("publish what has drifted", every_seconds=60, run=publish_drifted),
    Periodic("hold clauses against the network", every_seconds=60, run=hold_clauses),
)
