"""A migration operation that makes the database itself refuse to change or delete rows, on SQLite and PostgreSQL."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation

REFUSAL = "is append-only"
CALL = "EXECUTE FUNCTION tutela_append_only()"
REFUSE = (
    "CREATE OR REPLACE FUNCTION tutela_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME; END $$"
)


class AppendOnly(Operation):
    """Guard a table. `allow_columns` may be emptied (set to NULL, for erasure) but never given another value.

    table: the database's name of the table ("concerns_entry"). Put it after the operation that makes the table; an
    operation that adds a column on SQLite remakes the table and drops the guard, so repeat it after such a one.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, allow_columns: Sequence[str] = (), allow_delete: bool = False) -> None:
        self.table = table
        self.allow_columns = tuple(allow_columns)
        self.allow_delete = allow_delete

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "AppendOnly", [self.table], {"allow_columns": self.allow_columns, "allow_delete": self.allow_delete}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models are the same; only the database learns."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not _belongs_here(app_label, schema_editor):
            return
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        columns = self._columns(schema_editor.connection) if self.allow_columns else []
        build = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
        for statement in build(self.table, columns, self.allow_columns, self.allow_delete):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:  # noqa: ARG002  # Django's signature
        if not _belongs_here(app_label, schema_editor):
            return
        on = f' ON "{self.table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("update", "delete", "truncate"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.table}_no_{event}"{on}', params=None)

    def _columns(self, connection: Any) -> list[str]:
        with connection.cursor() as cursor:
            return [column.name for column in connection.introspection.get_table_description(cursor, self.table)]

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.table}_append_only"


def list_unguarded(connection: Any) -> list[str]:
    """The tables of records that the database would let somebody change now: their guard was dropped or never made."""
    from django.apps import apps

    from tutela.web.core.rows import Record

    catalogue = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"}.get(
        connection.vendor, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        guards = {name for (name,) in cursor.fetchall()}
    tables = ["core_auditentry", "core_auditcheckpoint"]
    tables += [model._meta.db_table for model in apps.get_models() if issubclass(model, Record)]
    return [table for table in tables if f"{table}_no_update" not in guards]


def _belongs_here(app_label: str, schema_editor: Any) -> bool:
    from django.db import router

    return router.allow_migrate(schema_editor.connection.alias, app_label)


def _change_is_forbidden(columns: Sequence[str], allowed: Sequence[str], differs: str) -> str:
    # in one order, however long ago each column was added
    tests = [f'NEW."{column}" {differs} OLD."{column}"' for column in sorted(columns) if column not in allowed]
    tests += [f'(NEW."{column}" IS NOT NULL AND NEW."{column}" {differs} OLD."{column}")' for column in allowed]
    return " OR ".join(tests) if allowed else "1=1"


def _sqlite(table: str, columns: Sequence[str], allowed: Sequence[str], allow_delete: bool) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} {REFUSAL}'); END"
    forbidden = _change_is_forbidden(columns, allowed, "IS NOT")
    statements = [f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" WHEN {forbidden} {refuse}']
    if not allow_delete:
        statements.append(f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}')
    return statements


def _postgresql(table: str, columns: Sequence[str], allowed: Sequence[str], allow_delete: bool) -> list[str]:
    forbidden = _change_is_forbidden(columns, allowed, "IS DISTINCT FROM")
    statements = [
        REFUSE,
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({forbidden}) {CALL}',
    ]
    if not allow_delete:
        events = (("DELETE", "ROW"), ("TRUNCATE", "STATEMENT"))
        statements += [
            f'CREATE TRIGGER "{table}_no_{event.lower()}" BEFORE {event} ON "{table}" FOR EACH {each} {CALL}'
            for event, each in events
        ]
    return statements
