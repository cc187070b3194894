"""Puts requests of the demo into the event store as the recorder does, with the detection rules in force.

It lies here since the web application may not know the recorder.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import msgspec

from tutela.events.event import Event, Match
from tutela.events.store import Store, connect, recorder_token, socket_path
from tutela.events.stores.chdb import ChdbStore
from tutela.recorder.loader import Loader
from tutela.recorder.rules import Rules
from tutela.recorder.segment import Slice, Standing
from tutela.recorder.server import StoreServer
from tutela.settings import Settings


class Recorder:
    """Stores and matches. What was stored before is matched again and not stored again.

    The matches are kept in the store as such that alert nobody by themselves: the demo makes their alerts, each at
    its own time, and the worker must not make them as if all had happened now.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self.rules = Rules(settings)
        self.found: list[Match] = []
        self.loader = Loader(store, self._match)

    def take(self, events: list[Event]) -> list[Match]:
        """Store some events of one source, in their order; return what matched. Raises `StoreError`."""
        if not events:
            return []
        self.found = []
        source, site_id = events[0].source_id, events[0].site_id
        last = self.loader.last_event(source)
        self._match([event for event in events if event.seq <= last])
        fresh = [event for event in events if event.seq > last]
        if fresh:
            standing = Standing(seq=fresh[-1].seq, source_id=source)
            self.loader.store_slice(Slice(standing, events=fresh), site_id, datetime.now(UTC))
        return sorted(self.found, key=lambda match: (match.time, match.seq, match.rule_id))

    def _match(self, events: list[Event]) -> list[Match]:
        found = [msgspec.structs.replace(match, alerts=False) for match in self.rules.match(events)]
        self.found.extend(found)
        return found


@contextmanager
def open_recorder(settings: Settings) -> Iterator[Recorder]:
    """Writes into the event store: through the recorder when it runs; else this process is the store's owner for a
    while, and answers where the recorder would, since alerts are read with what was around them. Raises `StoreError`.
    """
    store = connect(settings)
    try:
        if isinstance(store, ChdbStore):
            with StoreServer(socket_path(settings), store, recorder_token(settings), lambda: {"ok": True}).serving():
                yield Recorder(settings, store)
        else:
            yield Recorder(settings, store)
    finally:
        store.close()
