"""A store that another process owns: the recorder behind its socket, or a ClickHouse server behind an address.

Both speak ClickHouse's HTTP dialect and are asked with its stock client; only the address differs.
"""

import datetime as dt
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tutela.events import columns, statements
from tutela.events.event import Event, Match
from tutela.events.statements import READ_SETTINGS, Row, Value
from tutela.events.stores.errors import StoreAway, StoreError

SECONDS_TO_ANSWER = 30


class ClickHouseStore:
    """Asks by name; the text that travels is always one of the named statements. Threads may share it."""

    def __init__(self, client: Any, *, settings: str = "") -> None:
        self._client = client
        self._settings = settings

    @classmethod
    def at_socket(cls, path: Path, token: str) -> "ClickHouseStore":
        """Ask the recorder. Raises `StoreAway` when it does not answer."""
        return cls(_client(pool_mgr=_unix_pool(path), host="127.0.0.1", port=8123, password=token))

    @classmethod
    def at_address(cls, address: str) -> "ClickHouseStore":
        """Ask a server at `https://user:password@host:8443/database`; its tables exist already (`schema.sql`)."""
        return cls(_client(dsn=address.replace("clickhouse://", "http://", 1)), settings=READ_SETTINGS)

    def query(self, name: str, **parameters: Value) -> list[Row]:
        """Answer a named question."""
        text = statements.query_text(name, parameters)
        return statements.rows(self._ask(text + self._settings, parameters, "JSONEachRow"))

    def events(self, name: str, **parameters: Value) -> list[Event]:
        """Answer a named question whose rows are whole events."""
        text = statements.query_text(name, parameters)
        return statements.events(self._ask(text + self._settings, parameters, statements.EVENT_ROWS))

    def write(self, name: str, **parameters: Value) -> None:
        """Make a named change."""
        self._ask(statements.write_text(name, parameters), parameters, None)

    def insert(self, events: Sequence[Event], token: str) -> None:
        """Store events of one source; a second insert with the same token changes nothing."""
        if events:
            self.insert_block("events", columns.pack(columns.from_structs(events)), token)

    def insert_matches(self, matches: Sequence[Match], token: str) -> None:
        """Store matches; a second insert with the same token changes nothing."""
        if matches:
            self.insert_block("matches", columns.pack(columns.from_structs(matches)), token)

    def insert_block(self, table: str, block: bytes, token: str) -> None:
        """Store rows of a table given as an Arrow stream."""
        with _Plainly():
            self._client.raw_insert(
                table, insert_block=block, fmt="ArrowStream", settings={"insert_deduplication_token": token}
            )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _ask(self, text: str, parameters: dict[str, Value], output: str | None) -> bytes:
        with _Plainly():
            values = {key: _with_milliseconds(value) for key, value in parameters.items()}
            return bytes(self._client.raw_query(text, parameters=values, fmt=output))


def _with_milliseconds(value: Value) -> object:
    """Write times ourselves: the client would cut them to seconds."""
    if isinstance(value, dt.datetime):
        return statements.time_text(value)
    return value if isinstance(value, str | int) else [_with_milliseconds(item) for item in value]


class _Plainly:
    """Turns what the client raises into words for people."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or not isinstance(error, Exception):
            return
        from clickhouse_connect.driver.exceptions import ClickHouseError, OperationalError

        if isinstance(error, OperationalError | OSError):
            raise StoreAway("The recorder does not answer. What happens meanwhile is kept and not lost.") from error
        if isinstance(error, ClickHouseError):
            lines = str(error).strip().splitlines()
            raise StoreError(f"The event store refused: {lines[0][:300] if lines else 'no reason given'}") from error


def _client(**where: Any) -> Any:
    import clickhouse_connect

    with _Plainly():
        return clickhouse_connect.get_client(
            compress=False,
            autogenerate_session_id=False,
            send_receive_timeout=SECONDS_TO_ANSWER,
            connect_timeout=5,
            query_retries=0,
            **where,
        )


def _unix_pool(path: Path) -> Any:
    import urllib3
    from urllib3.connection import HTTPConnection
    from urllib3.connectionpool import HTTPConnectionPool

    class Connection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(SECONDS_TO_ANSWER)
            try:
                connection.connect(str(path))
            except OSError:
                connection.close()
                raise
            return connection

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class Pools(urllib3.PoolManager):
        def _new_pool(self, scheme: str, host: str, port: int, request_context: Any = None) -> Any:  # noqa: ARG002
            return Pool("localhost", port, maxsize=8, block=True)

    return Pools(retries=False)
