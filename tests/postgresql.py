"""The other database: a PostgreSQL of the tests' own, from Debian's package, gone when they end.

`pytest --database postgresql` runs what keeps records on it. It listens on a socket in a private folder alone.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def cluster(bin_folder: Path, options: Sequence[str] = QUICK, *, under: Sequence[str] = ()) -> Iterator[str]:
    """A running PostgreSQL. Yields the address of an empty database in it. Raises `RuntimeError` with what it said.

    under: a command that starts it and watches it.
    """
    folder = Path(tempfile.mkdtemp(prefix="tutela-pg-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to be root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", "postgres", "--"]
    server = None
    try:
        made = [*as_owner, bin_folder / "initdb", "-D", folder / "data", "-U", "tutela", "-A", "trust", "--no-sync"]
        done = subprocess.run([*made, "-E", "UTF8", "--locale=C.UTF-8"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"PostgreSQL cannot be set up: {done.stderr or done.stdout}")
        words = [word for option in options for word in ("-c", option)]
        command = [*under, *as_owner, bin_folder / "postgres", "-D", folder / "data", "-k", folder, *words]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        ready = [bin_folder / "pg_isready", "-q", "-h", folder, "-U", "tutela", "-d", "postgres"]
        until = time.monotonic() + START_SECONDS
        while subprocess.run(ready, check=False).returncode:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start: {(folder / 'log').read_text()}")
            time.sleep(0.1)
        subprocess.run([bin_folder / "createdb", "-h", folder, "-U", "tutela", "tutela"], check=True)
        yield f"postgresql://tutela@/tutela?host={folder}"
    finally:
        if server is not None:
            stop = [*as_owner, bin_folder / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"]
            subprocess.run(stop, capture_output=True, check=False)
            server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
