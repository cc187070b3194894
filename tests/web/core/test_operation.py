"""A write happens whole or not at all, as the actor it was given."""

from datetime import UTC, datetime

import pytest

from tests import cast
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, SystemActor, current_actor
from tutela.web.core.models import AuditEntry, AuditHead
from tutela.web.core.operation import operation

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@operation
def note(*, actor: AnyActor, at: datetime, fail: bool = False) -> str:
    audit.record(actor, "test.note", "test:1", at=at)
    if fail:
        raise ValueError
    return current_actor().label


def test_an_operation_acts_as_its_actor() -> None:
    assert note(actor=SystemActor("inside"), at=AT) == "system:inside"


def test_what_fails_leaves_no_entry_and_no_gap_in_the_audit() -> None:
    cast.oakfield()
    before = AuditHead.objects.get().size
    with pytest.raises(ValueError):
        note(actor=SystemActor("test"), at=AT, fail=True)
    note(actor=SystemActor("test"), at=AT)
    assert AuditEntry.objects.get(action="test.note").seq == before + 1


def test_an_operation_that_can_be_called_by_position_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match="keywords only"):

        @operation
        def loose(actor: AnyActor, at: datetime) -> None: ...

    with pytest.raises(TypeError, match="actor and at"):

        @operation
        def nobody(*, at: datetime) -> None: ...
