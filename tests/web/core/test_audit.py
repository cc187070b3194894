"""Whatever is done or read leaves an entry that nobody can change, and the whole proves itself."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from tests import cast
from tutela.web.core import audit
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_an_entry_says_who_did_what_to_what_and_names_nobody() -> None:
    dana = cast.dana()
    with transaction.atomic():
        entry = audit.record(cast.acting(dana), "concern.read", "concerns.concern:1", at=AT, purpose="triage")
    assert entry.actor == f"user:{dana.user_id}"
    assert entry.details == '{"purpose":"triage"}'
    assert entry.establishment_id == cast.oakfield().pk


@pytest.mark.parametrize("change", [{"actor": "system:forged"}, {"details": '{"a":1}'}, {"leaf": b"x" * 32}])
def test_the_database_refuses_to_change_an_entry(change: dict[str, object]) -> None:
    audit.record(SystemActor("test"), "test.do", "test:1", at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(**change)


def test_the_database_refuses_to_delete_an_entry() -> None:
    audit.record(SystemActor("test"), "test.do", "test:1", at=AT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
