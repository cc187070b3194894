"""Slices into the store, each row exactly once, whenever the process may be killed.

Matches go in before their events. How far a source is stored is told by its events, so whatever
is cut off between the two is read again, and the matches already there are known by their ids.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import msgspec

from tutela.events import columns
from tutela.events.event import Event, Match
from tutela.events.store import Store
from tutela.recorder.segment import Fault, Slice

Matcher = Callable[[list[Event]], list[Match]]
LARGEST_BATCH = 20_000
log = logging.getLogger("tutela.recorder")


class Loader:
    """The one writer of a store. `matcher` is called once with each event, in the order of its source."""

    def __init__(self, store: Store, matcher: Matcher | None = None) -> None:
        self.store = store
        self.matcher = matcher
        self._matched_until: dict[str, int] = {}
        self._pending: dict[str, list[Match]] = {}
        self._known: dict[str, set[str]] = {}

    def last_event(self, source_id: str) -> int:
        """Return the number of the last event stored of a source, and remember which matches go beyond it."""
        rows = self.store.query("source_positions", sources=[source_id])
        last = _number(rows[0]["last"]) if rows else 0
        beyond = self.store.query("matches_of_source", source_id=source_id, seq=last)
        self._known[source_id] = {str(row["match_id"]) for row in beyond}
        return last

    def last_record(self, source_id: str) -> int:
        """Return the number of the last of the gateway's records stored of a source."""
        rows = self.store.query("record_positions", sources=[source_id])
        return _number(rows[0]["last"]) if rows else 0

    def store_slice(self, found: Slice, site_id: int, now: dt.datetime) -> None:
        """Store what a slice holds. Raises `StoreError`; then nothing was lost and it is to be read again."""
        for batch in _batches(found.events):
            self._store_events(batch)
        if found.records:
            rows = {name: [record[name] for record in found.records] for name in found.records[0]}
            for first, block in _by_day(rows):
                self.store.insert_block("records", block, f"{found.after.source_id}:{first}")
        self.store_faults(found.faults, site_id, now)

    def store_faults(self, faults: Sequence[Fault], site_id: int, now: dt.datetime) -> None:
        """Raise an alarm for each gap that is not known yet."""
        by_id = {f"{fault.kind}:{fault.source_id}:{fault.after}": fault for fault in faults}
        known = {str(row["gap_id"]) for row in self.store.query("gaps_of", gap_ids=list(by_id))} if by_id else set()
        for gap_id, fault in by_id.items():
            if gap_id in known:
                continue
            log.warning("Records are missing (%s): %s", fault.source_id, fault.words)
            row = {
                "gap_id": [gap_id],
                "found_at": [now],
                "site_id": [site_id],
                "source_id": [fault.source_id],
                "kind": [fault.kind],
                "after": [fault.after],
                "missing": [fault.missing],
                "words": [fault.words],
            }
            self.store.insert_block("gaps", columns.pack(columns.from_lists(row)), gap_id)

    def _store_events(self, batch: list[Event]) -> None:
        source, first, last = batch[0].source_id, batch[0].seq, batch[-1].seq
        if self.matcher is not None:
            self._match(self.matcher, [event for event in batch if event.seq > self._matched_until.get(source, 0)])
            known = self._known.get(source, set())
            pending = [match for match in self._pending.get(source, []) if match.match_id not in known]
            self.store.insert_matches(pending, f"{source}:{first}.{last}")
            self._pending.pop(source, None)
        self.store.insert(batch, f"{source}:{first}")

    def _match(self, matcher: Matcher, fresh: list[Event]) -> None:
        """Ask once for each event, also when an insert must be tried again: a matcher counts."""
        if not fresh:
            return
        source = fresh[0].source_id
        now = dt.datetime.now(dt.UTC)
        found = [msgspec.structs.replace(match, found_at=now) for match in matcher(fresh)]
        self._pending.setdefault(source, []).extend(found)
        self._matched_until[source] = fresh[-1].seq


def _batches(events: list[Event]) -> Iterator[list[Event]]:
    """Cut where the day changes: the store takes all or none of the rows of one day."""
    for _, same_day in groupby(events, key=lambda event: event.time.date()):
        run = list(same_day)
        for start in range(0, len(run), LARGEST_BATCH):
            yield run[start : start + LARGEST_BATCH]


def _by_day(rows: dict[str, list[object]]) -> Iterator[tuple[object, bytes]]:
    numbers = range(len(rows["seq"]))
    for _, run in groupby(numbers, key=lambda n: rows["time"][n].date()):  # type: ignore[attr-defined]
        chosen = list(run)
        part = {name: [values[n] for n in chosen] for name, values in rows.items()}
        yield part["seq"][0], columns.pack(columns.from_lists(part))


def _number(value: object) -> int:
    return int(str(value))
