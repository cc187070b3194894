"""Migration operations: the database itself refuses a certificate of destruction for what something keeps."""

from typing import Any

from django.db import router

from tutela.web.core.append_only import AppendOnly

OPEN_HOLD = (
    "SELECT 1 FROM retention_hold h LEFT JOIN retention_holdend e ON e.hold_id = h.id "
    "WHERE h.case_id = NEW.case_id AND e.id IS NULL"
)
OPEN_HOLD_INSIDE = (
    "SELECT 1 FROM retention_hold h LEFT JOIN retention_holdend e ON e.hold_id = h.id "
    "WHERE e.id IS NULL AND (h.concern_id = NEW.concern_id OR h.concern_id IN ("
    "SELECT i.concern_id FROM concerns_concernentry i WHERE i.kind = 'in-case' AND i.case_id = NEW.case_id))"
)
OPEN_HOLD_ANYWHERE = (
    "SELECT 1 FROM retention_hold h LEFT JOIN retention_holdend e ON e.hold_id = h.id "
    "WHERE NEW.supervision_id IS NOT NULL AND e.id IS NULL AND h.establishment_id = NEW.establishment_id "
    "AND (h.case_id IS NOT NULL OR h.concern_id IS NOT NULL OR h.supervision_id = NEW.supervision_id)"
)
OPEN_HOLD_ON_FILE = (
    "SELECT 1 FROM retention_hold h LEFT JOIN retention_holdend e ON e.hold_id = h.id "
    "WHERE h.received_id = NEW.received_id AND e.id IS NULL"
)
LOCKED = (
    "SELECT 1 FROM exhibits_custody l JOIN exhibits_exhibit x ON x.id = l.exhibit_id "
    "WHERE x.case_id = NEW.case_id AND l.kind = 'locked' AND NOT EXISTS ("
    "SELECT 1 FROM exhibits_custody d WHERE d.exhibit_id = l.exhibit_id AND d.kind = 'destroyed')"
)


class Keeps(AppendOnly):
    """One more guard of the table of certificates, laid wherever those are. Put it after the tables that it asks."""

    name, rows, refusal, says = "", "", "", ""
    """Of the trigger; what keeps the case, as SQL; how the database refuses; what the migration says of itself."""

    def __init__(self) -> None:
        super().__init__("retention_certificate")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {}

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if not _belongs_here(app_label, schema_editor):
            return
        self.database_backwards(app_label, schema_editor, *states)
        on = "BEFORE INSERT ON retention_certificate"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF EXISTS ({self.rows}) THEN RAISE EXCEPTION '{self.refusal}'; END IF; RETURN NEW; END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} {on} FOR EACH ROW EXECUTE FUNCTION {self.name}()", params=None
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} {on} WHEN EXISTS ({self.rows}) "
                f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END",
                params=None,
            )

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:  # noqa: ARG002  # Django's
        if not _belongs_here(app_label, schema_editor):
            return
        of = " ON retention_certificate" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}{of}", params=None)

    def describe(self) -> str:
        return self.says

    @property
    def migration_name_fragment(self) -> str:
        return self.name


class HoldKeeps(Keeps):
    """A legal hold that nobody ended."""

    name, rows, refusal = "retention_hold_keeps", OPEN_HOLD, "a legal hold keeps this case"
    says = "Have the database too say that a legal hold keeps a case"


class HoldOnConcernKeeps(Keeps):
    """A legal hold that nobody ended on a concern, or on one of the concerns in a case."""

    name, rows, refusal = "retention_hold_on_concern_keeps", OPEN_HOLD_INSIDE, "a legal hold keeps this concern"
    says = "Have the database too say that a legal hold keeps a concern, and the case that took it in"


class HoldKeepsSessions(Keeps):
    """A legal hold that nobody ended on a session of supervision, or on any case or concern of the establishment."""

    name, rows, refusal = "retention_hold_keeps_sessions", OPEN_HOLD_ANYWHERE, "a legal hold keeps these notes"
    says = "Have the database too say that a legal hold keeps notes of supervision"


class HoldKeepsFiles(Keeps):
    """A legal hold that nobody ended on a file that came from another place."""

    name, rows, refusal = "retention_hold_keeps_files", OPEN_HOLD_ON_FILE, "a legal hold keeps this file"
    says = "Have the database too say that a legal hold keeps a received file"


class LockedKeeps(Keeps):
    """An exhibit that was locked and that the police have not had destroyed."""

    name, rows, refusal = "retention_locked_keeps", LOCKED, "a locked exhibit keeps this case"
    says = "Have the database too say that a locked exhibit keeps a case"


def _belongs_here(app_label: str, schema_editor: Any) -> bool:
    return router.allow_migrate(schema_editor.connection.alias, app_label)
