"""Ivy hears of a night without a back-up, and not before there was time to make it, nor twice a day."""

from datetime import timedelta

import msgspec
import pytest

from tests import cast
from tests.web.concerns.scenes import AT
from tutela.settings import Settings
from tutela.web.backups import operations
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import OutboxMessage
from tutela.web.project import missing_backups

ACTOR = SystemActor("back-ups")


@pytest.mark.usefixtures("as_system")
def test_ivy_is_told_of_a_night_without_a_back_up_once_a_day(
    tutela: Settings, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missing_backups, "_missing_since", [])
    cast.ivy(), cast.dana()

    def told_after(hours: float) -> int:
        missing_backups.tell_of_missing(AT + timedelta(hours=hours))
        return OutboxMessage.objects.count()

    assert [told_after(0), told_after(9)] == [0, 0]  # nobody has set any up
    settings.TUTELA = msgspec.structs.replace(  # type: ignore[attr-defined]
        tutela, backup_folder=tutela.data.parent, backup_recipients=("Hana: x",)
    )
    assert [told_after(10), told_after(12), told_after(13), told_after(14), told_after(36)] == [0, 0, 1, 1, 1]
    message = OutboxMessage.objects.get()
    assert message.recipient == cast.ivy().email
    assert "/backups/" in message.body
    assert told_after(38) == 2
    made_at = AT + timedelta(hours=38)
    operations.note_backup(
        actor=ACTOR, at=made_at, made_at=made_at, name="one.backup", size_bytes=1, sha256="a" * 64, rows=1,
        sealed_to=("Hana Novak",),
    )  # fmt: skip
    operations.note_proof(
        actor=ACTOR, at=made_at, kind="read-back", name="one.backup", made_at=made_at, opened_by="", faults=(),
        seconds=1.0,
    )  # fmt: skip
    assert told_after(63) == 2
    assert [told_after(65), told_after(69)] == [2, 3]
