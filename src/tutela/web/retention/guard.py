"""A migration operation: the database itself refuses a certificate of destruction for a case under a legal hold."""

from typing import Any

from django.db import router

from tutela.web.core.append_only import AppendOnly

NAME = "retention_hold_keeps"
OPEN_HOLD = (
    "SELECT 1 FROM retention_hold h LEFT JOIN retention_holdend e ON e.hold_id = h.id "
    "WHERE h.case_id = NEW.case_id AND e.id IS NULL"
)
REFUSAL = "a legal hold keeps this case"


class HoldKeeps(AppendOnly):
    """One more guard of the table of certificates, laid wherever those are. Put it after the tables that it asks."""

    def __init__(self) -> None:
        super().__init__("retention_certificate")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return "HoldKeeps", [], {}

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:  # noqa: ARG002  # Django's
        if not _belongs_here(app_label, schema_editor):
            return
        on = "BEFORE INSERT ON retention_certificate"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF EXISTS ({OPEN_HOLD}) THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN NEW; END $$",
                params=None,
            )
            schema_editor.execute(f"CREATE TRIGGER {NAME} {on} FOR EACH ROW EXECUTE FUNCTION {NAME}()", params=None)
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {NAME} {on} WHEN EXISTS ({OPEN_HOLD}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
                params=None,
            )

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:  # noqa: ARG002  # Django's
        if not _belongs_here(app_label, schema_editor):
            return
        of = " ON retention_certificate" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{of}", params=None)

    def describe(self) -> str:
        return "Have the database too say that a legal hold keeps a case"

    @property
    def migration_name_fragment(self) -> str:
        return NAME


def _belongs_here(app_label: str, schema_editor: Any) -> bool:
    return router.allow_migrate(schema_editor.connection.alias, app_label)
