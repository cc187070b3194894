"""Asks the event store from web processes: always its owner, never its folder, so that nobody takes it from them."""

import threading
from contextlib import suppress
from typing import Any

from django.conf import settings

from tutela.events.event import LONGEST_NAME, short_name
from tutela.events.statements import Row, Value
from tutela.events.store import MEMORY, Store, StoreError, connect, recorder_token, socket_path
from tutela.settings import Settings

NAMES = ("user", "device", "src_ip")
"""What a person or device goes by. Other systems wrote them, and our records keep so many characters and no more."""

_connections: dict[Settings, Store] = {}
_turn = threading.Lock()


def ask(name: str, **values: Value) -> list[Row]:
    """Answer a named question; one connection serves this process. Raises `StoreError` when there is no answer."""
    chosen: Any = settings.TUTELA
    try:
        return _bounded(_connection(chosen).query(name, **values))
    except StoreError:
        _forget(chosen)
        raise


def tell(name: str, **values: Value) -> None:
    """Make a named change. Raises `StoreError` when there is no answer; whether it was made is then not known."""
    chosen: Any = settings.TUTELA
    try:
        _connection(chosen).write(name, **values)
    except StoreError:
        _forget(chosen)
        raise


def _bounded(rows: list[Row]) -> list[Row]:
    """The rows with names that fit: one that was stored longer must not keep all that was found from being read."""
    known = [name for name in NAMES if rows and name in rows[0]]
    for row in rows if known else ():
        for name in known:
            given = str(row[name])
            if len(given) > LONGEST_NAME or not given.isprintable():
                row[name] = short_name(given)
    return rows


def _connection(chosen: Settings) -> Store:
    if chosen.events == MEMORY:
        return connect(chosen)
    with _turn:
        if chosen not in _connections:
            _connections[chosen] = connect(chosen) if chosen.events else _recorder(chosen)
        return _connections[chosen]


def _recorder(chosen: Settings) -> Store:
    from tutela.events.stores.clickhouse import ClickHouseStore

    return ClickHouseStore.at_socket(socket_path(chosen), recorder_token(chosen))


def _forget(chosen: Settings) -> None:
    with _turn:
        gone = _connections.pop(chosen, None)
    if gone is not None:
        with suppress(StoreError):
            gone.close()
