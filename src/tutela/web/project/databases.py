"""Two databases: all records with their audit and outbox in one, what may be lost (sessions, counters) in the other."""

from typing import Any

from tutela.settings import BadSetting, Settings

TRANSIENT_APPS = frozenset({"sessions", "django_cache"})

# FULL: an acknowledged record survives a power cut. recursive_triggers: INSERT OR REPLACE cannot walk past the
# append-only triggers. secure_delete: what is erased is overwritten in the file.
DURABLE = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-20000;"
)
TRANSIENT = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"


def databases(settings: Settings) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for these settings. Raises `BadSetting` on an address that is not PostgreSQL's."""
    return {
        "default": _postgresql(settings.database) if settings.database else _sqlite(settings, "tutela", DURABLE),
        "transient": _sqlite(settings, "transient", TRANSIENT),
    }


def _sqlite(settings: Settings, name: str, pragmas: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": settings.data / f"{name}.sqlite3",
        # IMMEDIATE: a transaction that will write asks for the lock when it begins, so it waits instead of failing
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        "CONN_MAX_AGE": None,
    }


def _postgresql(address: str) -> dict[str, Any]:
    """An address as PostgreSQL's own tools take it, `?host=/run/postgresql` and `?sslmode=verify-full` included."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    scheme = address.partition("://")[0]
    try:
        given = conninfo_to_dict(address) if scheme in {"postgresql", "postgres"} else {}
    except ProgrammingError:
        given = {}
    if not given.get("dbname"):
        # the address itself is not repeated: it may hold a password
        raise BadSetting(f"database = {scheme}://… is not accepted: an address such as postgresql://user@host/tutela")
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: str(given.pop(key, "") or "") for name, key in named.items()},
        "OPTIONS": given,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


# Django hands every router hints that this one has no use for
# ruff: noqa: ARG002


class Router:
    """Sessions and the cache live apart, so that their writes never wait for a case's lock, nor a case for theirs."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "transient" if model._meta.app_label in TRANSIENT_APPS else "default"

    db_for_write = db_for_read

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return self.db_for_read(first) == self.db_for_read(second)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == ("transient" if app_label in TRANSIENT_APPS else "default")
