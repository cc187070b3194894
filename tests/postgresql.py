"""The other database: a PostgreSQL of the tests' own, from Debian's package, gone when they end.

`pytest --database postgresql` runs what keeps records on it. It listens on a socket in a private folder alone.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

ADDRESS = "TESTS_DATABASE"
"""The environment's name for the database of this run; unset, records are kept in SQLite files."""
START_SECONDS = 30
# nothing here outlives the tests, so nothing waits for the disc
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=40")
AS_SHIPPED = ("listen_addresses=", "max_connections=40")
"""It waits for the disc, as it does in a school."""


def fresh() -> str:
    """The address of a new and empty database where this run keeps records in PostgreSQL, else "" (SQLite)."""
    address = os.environ.get(ADDRESS, "")
    if not address:
        return ""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    name = f"tutela_{secrets.token_hex(6)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    given = conninfo_to_dict(address) | {"dbname": name}
    query = urlencode({key: value for key, value in given.items() if value is not None})
    return f"postgresql:///?{query}"


def programs() -> Path | None:
    """Where Debian keeps the newest PostgreSQL's programs; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    """A PostgreSQL in a folder of its own. Raises `RuntimeError` with what it said where it does not start.

    under: a command that starts it and watches it.
    """

    def __init__(self, bin_folder: Path, options: Sequence[str] = QUICK, *, under: Sequence[str] = ()) -> None:
        self.bin_folder, self.options, self.under = bin_folder, options, under
        self.folder = Path(tempfile.mkdtemp(prefix="tutela-pg-"))
        self.as_owner: list[str] = []
        self.server: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:  # PostgreSQL refuses to be root
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.as_owner = ["runuser", "-u", "postgres", "--"]
        made = [*self.as_owner, bin_folder / "initdb", "-D", self.folder / "data", "-U", "tutela", "-A", "trust"]
        made += ["--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        done = subprocess.run(made, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"PostgreSQL cannot be set up: {done.stderr or done.stdout}")

    @property
    def address(self) -> str:
        """Of the database `tutela` in it."""
        return f"postgresql://tutela@/tutela?host={self.folder}"

    def start(self) -> None:
        """Start it, also after it was killed, and wait until it answers."""
        words = [word for option in self.options for word in ("-c", option)]
        command = [*self.under, *self.as_owner, self.bin_folder / "postgres", "-D", self.folder / "data"]
        with (self.folder / "log").open("a") as log:
            self.server = subprocess.Popen(
                [*command, "-k", self.folder, *words], stdout=log, stderr=log, start_new_session=True
            )
        ready = [self.bin_folder / "pg_isready", "-q", "-h", self.folder, "-U", "tutela", "-d", "postgres"]
        until = time.monotonic() + START_SECONDS
        while subprocess.run(ready, check=False).returncode:
            if self.server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.1)

    def make_database(self) -> None:
        """Make the empty one of the address."""
        subprocess.run([self.bin_folder / "createdb", "-h", self.folder, "-U", "tutela", "tutela"], check=True)

    def kill(self) -> None:
        """End it and each of its processes without a word, wherever they are in what they do."""
        assert self.server is not None
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        others = _children_of(first)
        for pid in (first, *others):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait(START_SECONDS)
        while any(Path(f"/proc/{pid}/exe").exists() for pid in others):
            time.sleep(0.005)

    def stop(self) -> None:
        """End it and leave nothing."""
        if self.server is not None and self.server.poll() is None:
            stop = [*self.as_owner, self.bin_folder / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop"]
            subprocess.run(stop, capture_output=True, check=False)
            self.server.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def _children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


@contextmanager
def cluster(bin_folder: Path, options: Sequence[str] = QUICK, *, under: Sequence[str] = ()) -> Iterator[str]:
    """A running PostgreSQL. Yields the address of an empty database in it. See `Cluster`."""
    running = Cluster(bin_folder, options, under=under)
    try:
        running.start()
        running.make_database()
        yield running.address
    finally:
        running.stop()
