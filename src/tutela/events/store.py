"""Where to ask: the recorder's socket when it runs, else the embedded store in this process."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from tutela.events.event import Event, Match
from tutela.events.statements import Row, Value
from tutela.events.stores.errors import StoreAway, StoreBusy, StoreError
from tutela.events.stores.memory import MemoryStore
from tutela.keys import KeyFolder
from tutela.settings import Settings

__all__ = ["Store", "StoreAway", "StoreBusy", "StoreError", "connect", "recorder_token", "socket_path"]

MEMORY: Final = "memory:"
_in_memory: dict[Path, MemoryStore] = {}
_turn = threading.Lock()


class Store(Protocol):
    """Asks and changes by name (the files in `queries/` and `writes/`); inserts rows with a token.

    Times go in and come out aware. Raises `StoreError`; `StoreAway` when the owner does not answer.
    """

    def query(self, name: str, **parameters: Value) -> list[Row]:
        """Answer a named question as rows."""

    def events(self, name: str, **parameters: Value) -> list[Event]:
        """Answer a named question whose rows are whole events."""

    def write(self, name: str, **parameters: Value) -> None:
        """Make a named change."""

    def insert(self, events: Sequence[Event], token: str) -> None:
        """Store events of one source; a second insert with the same token changes nothing."""

    def insert_matches(self, matches: Sequence[Match], token: str) -> None:
        """Store matches; a second insert with the same token changes nothing."""

    def insert_block(self, table: str, block: bytes, token: str) -> None:
        """Store rows of a table given as an Arrow stream."""

    def close(self) -> None:
        """Let go of it."""


def connect(settings: Settings) -> Store:
    """Return the event store. Close it when done.

    `settings.events` names a ClickHouse server; empty means the recorder or, when that is not
    running, the folder itself. Raises `StoreBusy` when another process has the folder open.
    """
    if settings.events == MEMORY:
        with _turn:
            return _in_memory.setdefault(settings.data, MemoryStore())
    from tutela.events.stores.clickhouse import ClickHouseStore

    if settings.events:
        return ClickHouseStore.at_address(settings.events)
    path = socket_path(settings)
    if path.exists():
        try:
            return ClickHouseStore.at_socket(path, recorder_token(settings))
        except StoreAway:
            # The socket of a recorder that has ended; if one is only starting, the lock says so.
            pass
    from tutela.events.stores.chdb import ChdbStore

    return ChdbStore(settings.event_folder)


def socket_path(settings: Settings) -> Path:
    """Return the recorder's socket."""
    return settings.run / "recorder.sock"


def recorder_token(settings: Settings) -> str:
    """Return the word by which the recorder knows its callers."""
    return KeyFolder(settings.keys).secret("store-token").hex()
