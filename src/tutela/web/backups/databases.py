"""The records as they were at one moment, while people go on writing: copied out, counted, examined, put back.

SQLite through its online back-up interface, PostgreSQL through its own pg_dump and pg_restore.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from tutela.web.backups.faults import BackupFault
from tutela.web.backups.manifest import POSTGRESQL, SQLITE

PAGES_AT_ONCE = 4096
WAIT_SECONDS = 60.0
LIVE = "tutela.sqlite3"

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
PG_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY id"
CHECKPOINT = "SELECT note FROM core_auditcheckpoint ORDER BY size DESC LIMIT 1"

NOT_EMPTY = "The PostgreSQL database for the restored records is not empty. Give an empty one."

Progress = Callable[[int, int], None]
"""Pages or bytes done, and how many there are."""


class Copied(NamedTuple):
    """A copy of the records and what was counted in it."""

    file: Path
    rows: dict[str, int]
    migrations: tuple[str, ...]
    checkpoint: str


def copy_sqlite(data: Path, scratch: Path, progress: Progress) -> Copied:
    """Copy the records of a data folder. Writers do not wait, and what they write meanwhile is not in it."""
    live, file = data / LIVE, scratch / SQLITE
    if not live.exists():
        raise BackupFault(f"There are no records in {data}. Choose the folder with --data.")
    with closing(sqlite3.connect(live, timeout=WAIT_SECONDS, isolation_level=None)) as source:
        # a transaction of ours holds the moment: without it every write of others would begin the copy anew
        source.execute("PRAGMA query_only=ON")
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(file)) as target:
            file.chmod(0o600)
            source.backup(target, pages=PAGES_AT_ONCE, progress=lambda _, left, all_: progress(all_ - left, all_))
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)) as copy:
        return Copied(file, *_counted(copy, TABLES))


def copy_postgresql(address: str, scratch: Path, progress: Progress) -> Copied:
    """Copy the records of a PostgreSQL database, counted in the very snapshot that is copied."""
    import psycopg

    program, file = _program("pg_dump"), scratch / POSTGRESQL
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            row = connection.execute("SELECT pg_export_snapshot()").fetchone()
            assert row is not None
            counted = _counted(connection, PG_TABLES)
            command = [program, "--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
            _run([*command, f"--snapshot={row[0]}", f"--file={file}"], address)
    except psycopg.OperationalError as error:
        raise BackupFault(f"The PostgreSQL database does not answer: {_first_line(error)}") from error
    progress(1, 1)
    return Copied(file, *counted)


def take_empty(address: str) -> None:
    """Have a database ready for a copy. Raises `BackupFault` when it holds anything already, or does not answer."""
    import psycopg

    try:
        with psycopg.connect(address, autocommit=True) as connection:
            if connection.execute(PG_TABLES).fetchone():
                raise BackupFault(NOT_EMPTY)
            # the copy makes it itself; without CASCADE one that holds anything is not dropped
            connection.execute("DROP SCHEMA IF EXISTS public")
    except psycopg.errors.DependentObjectsStillExist as error:
        raise BackupFault(NOT_EMPTY) from error
    except psycopg.OperationalError as error:
        raise BackupFault(f"The PostgreSQL database does not answer: {_first_line(error)}") from error


def restore_postgresql(file: Path, address: str) -> None:
    """Put a copy into a database that `take_empty` has made ready."""
    program = _program("pg_restore")
    _run([program, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file)], address)


def empty_postgresql(address: str) -> None:
    """Make a database empty again into which a copy was put that turned out wrong."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
        connection.execute("CREATE SCHEMA public")


def make_scratch_database(address: str, name: str) -> str:
    """An empty database beside this one, to try a copy in; its address. Raises `BackupFault`."""
    import psycopg
    from psycopg import sql

    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise BackupFault(
            f"No database can be made to try the copy in: {_first_line(error)} Allow it: ALTER ROLE … CREATEDB"
        ) from error
    return _with_name(address, name)


def drop_scratch_database(address: str, name: str) -> None:
    """Remove what `make_scratch_database` made."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def list_undurable(address: str) -> list[str]:
    """The settings of a PostgreSQL by which it would acknowledge what a power cut undoes. Raises `BackupFault`."""
    import psycopg

    wanted = ("fsync", "full_page_writes", "synchronous_commit")
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            rows = connection.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(wanted)])
            return sorted(name for name, setting in rows.fetchall() if setting == "off")
    except psycopg.OperationalError as error:
        raise BackupFault(f"The PostgreSQL database does not answer: {_first_line(error)}") from error


def examine_sqlite(data: Path) -> tuple[list[str], dict[str, int]]:
    """What SQLite itself finds wrong with the records of a folder, and how many rows each table has."""
    with closing(sqlite3.connect(data / LIVE)) as connection:
        try:
            faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            loose = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
            faults += [f"A row of {row[0]} refers to one of {row[2]} that is not there." for row in loose]
            return faults, _counted(connection, TABLES)[0]
        except sqlite3.DatabaseError as error:
            return [f"The database cannot be read: {error}"], {}


def examine_postgresql(address: str) -> tuple[list[str], dict[str, int]]:
    """The same for PostgreSQL, which has proved every reference when it took the rows in."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        loose = connection.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated").fetchall()
        return [f"The rule {row[0]} was not proved." for row in loose], _counted(connection, PG_TABLES)[0]


def _counted(connection: Any, tables: str) -> tuple[dict[str, int], tuple[str, ...], str]:
    names = sorted(row[0] for row in connection.execute(tables).fetchall())
    # names of tables come from the catalogue, and our own migrations put them there
    rows = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608
    migrations = (
        tuple(row[0] for row in connection.execute(MIGRATIONS).fetchall()) if "django_migrations" in rows else ()
    )
    note = connection.execute(CHECKPOINT).fetchone() if "core_auditcheckpoint" in rows else None
    return rows, migrations, str(note[0]) if note else ""


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupFault(f"{name} is missing, which copies PostgreSQL. Run: sudo apt-get install postgresql-client")
    return found


def _run(command: list[str], address: str) -> None:
    """Run a program of PostgreSQL's; a password goes through the environment, where other users cannot see it."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    given = conninfo_to_dict(address)
    password = given.pop("password", None)
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    done = subprocess.run(
        [*command, f"--dbname={make_conninfo('', **given)}"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise BackupFault(f"{Path(command[0]).name} failed: {next(iter(done.stderr.splitlines()), 'it said nothing')}")


def _with_name(address: str, name: str) -> str:
    from urllib.parse import urlencode

    from psycopg.conninfo import conninfo_to_dict

    given = {key: value for key, value in conninfo_to_dict(address).items() if value is not None}
    return f"postgresql:///?{urlencode(given | {'dbname': name})}"


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
