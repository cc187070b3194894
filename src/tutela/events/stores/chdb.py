"""The embedded store: ClickHouse's engine in this process, on a folder that one process owns."""

import contextlib
import fcntl
import os
import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from tutela.events import columns, positions, statements
from tutela.events.event import Event, Match
from tutela.events.schema import SYNCED, create_statements
from tutela.events.statements import READ_SETTINGS, Row, Value
from tutela.events.stores.errors import StoreBusy, StoreError

CONNECTIONS = 4


class ChdbStore:
    """One process's ownership of an event folder. Raises `StoreBusy` when another process owns it.

    The engine would read `config.xml` from the current folder, so it is opened from an empty one.
    It opens one folder at a time in a process. Threads may share a store; inserts take turns.
    """

    def __init__(self, folder: Path, *, synced: bool = True) -> None:
        self._lock = _own(folder)
        self._writing = threading.Lock()
        self._position: int | None = None
        self._idle: queue.LifoQueue[Any] = queue.LifoQueue()
        self._address = f"file:{folder / 'chdb'}"
        try:
            with _empty_folder(folder):
                import chdb

                engine = cast("Any", chdb)
                self._errors: tuple[type[Exception], ...] = (engine.ChdbError, RuntimeError)
                for _ in range(CONNECTIONS):
                    self._idle.put(engine.connect(self._address))
            for statement in create_statements(settings=SYNCED if synced else ""):
                self._run(statement, "TSV", {})
        except Exception as error:
            self.close()
            raise StoreError(f"The event store in {folder} cannot be opened: {_first_line(error)}") from error

    def query(self, name: str, **parameters: Value) -> list[Row]:
        """Answer a named question."""
        text = statements.query_text(name, parameters)
        rendered = {key: statements.render(value) for key, value in parameters.items()}
        return statements.rows(self.answer(text, rendered))

    def events(self, name: str, **parameters: Value) -> list[Event]:
        """Answer a named question whose rows are whole events."""
        text = statements.query_text(name, parameters)
        rendered = {key: statements.render(value) for key, value in parameters.items()}
        return statements.events(self.answer(text, rendered, statements.EVENT_ROWS))

    def answer(self, text: str, rendered: dict[str, str], output: str = "JSONEachRow") -> bytes:
        """Answer a question whose text is known to be one of ours; the values are already written as text."""
        return self._run(text + READ_SETTINGS, output, rendered)

    def write(self, name: str, **parameters: Value) -> None:
        """Make a named change."""
        text = statements.write_text(name, parameters)
        self.change(text, {key: statements.render(value) for key, value in parameters.items()})

    def change(self, text: str, rendered: dict[str, str]) -> None:
        """Make a change whose text is known to be one of ours."""
        with self._writing:
            self._run(text, "TSV", rendered)

    def insert(self, events: Sequence[Event], token: str) -> None:
        """Store events of one source; a second insert with the same token changes nothing."""
        if events:
            self.insert_block("events", columns.pack(columns.from_structs(events)), token)

    def insert_matches(self, matches: Sequence[Match], token: str) -> None:
        """Store matches; a second insert with the same token changes nothing."""
        if matches:
            self.insert_block("matches", columns.pack(columns.from_structs(matches)), token)

    def insert_block(self, table: str, block: bytes, token: str) -> None:
        """Store rows of a table given as an Arrow stream, all or none for each day they lie on."""
        if table not in statements.TABLES or not token_is_safe(token):
            raise StoreError("That insert is not allowed.")
        import pyarrow as pa

        try:
            rows = pa.ipc.open_stream(block).read_all()
        except pa.ArrowInvalid as error:
            raise StoreError("Those are not rows of a table.") from error
        names = ", ".join(f"`{name}`" for name in rows.column_names if name.isidentifier())
        # The engine's own way to insert a stream says that all is well when the disc is full. This one, which
        # takes `rows` from here by its name, raises; the settings keep what comes together in one block.
        text = (
            f"INSERT INTO {table} ({names}) SELECT {names} FROM Python(rows) SETTINGS"  # noqa: S608
            f" insert_deduplication_token='{token}', max_partitions_per_insert_block=0, max_block_size=1000000,"
            " min_insert_block_size_rows=1000000, max_threads=1, max_insert_threads=1"
        )
        with self._writing, self._connection() as connection:
            try:
                rows = self._placed(rows, connection) if table == "matches" else rows
                connection.query(text, "TSV")
            except self._errors as error:
                raise StoreError(f"The event store did not take the records: {_first_line(error)}") from error

    def _placed(self, rows: Any, connection: Any) -> Any:
        """Give matches their places. Only here, where all inserts take turns, can no two have the same."""
        import pyarrow as pa

        if self._position is None:
            self._position = int(bytes(connection.query("SELECT max(position) FROM matches", "TSV").bytes()))
        alerts = rows["alerts"].to_pylist() if "alerts" in rows.column_names else [True] * rows.num_rows
        given = rows["position"].to_pylist() if "position" in rows.column_names else [0] * rows.num_rows
        places = positions.place(zip(given, alerts, strict=True), self._position)
        self._position = max([self._position, *places])
        kept = rows.drop_columns(["position"]) if "position" in rows.column_names else rows
        return kept.append_column("position", pa.array(places, pa.uint64()))

    def close(self) -> None:
        """Let another process own the folder."""
        while not self._idle.empty():
            self._idle.get().close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _run(self, text: str, output: str, rendered: dict[str, str]) -> bytes:
        with self._connection() as connection:
            try:
                return bytes(connection.query(text, output, params=rendered or None).bytes())
            except self._errors as error:
                raise StoreError(f"The event store could not answer: {_first_line(error)}") from error

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Any]:
        connection = self._idle.get(timeout=30)
        try:
            yield connection
        finally:
            self._idle.put(connection)


def token_is_safe(token: str) -> bool:
    """Whether a token holds nothing but letters, digits and a few marks, and is not too long."""
    return 0 < len(token) <= 200 and all(mark.isascii() and (mark.isalnum() or mark in ":._-@") for mark in token)


def _own(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(folder / "owner.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.pread(lock, 20, 0).decode("ascii", "replace").strip()
        os.close(lock)
        raise StoreBusy(f"Process {owner or '(unknown)'} has the event store in {folder} open.") from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


@contextlib.contextmanager
def _empty_folder(folder: Path) -> Iterator[None]:
    empty = folder / "empty"
    empty.mkdir(mode=0o500, exist_ok=True)
    before = os.open(".", os.O_RDONLY)
    os.chdir(empty)
    try:
        yield
    finally:
        os.fchdir(before)
        os.close(before)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:300] if lines else type(error).__name__
