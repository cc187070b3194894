"""The sheets of paper that open a sealed case when those it names have lost their passwords."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.concerns.models import SafeguardingCase
from tutela.web.concerns.operations import cases, sealed
from tutela.web.core import audit, restricted_keys, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@operation
def make_recovery_sheet(*, actor: AnyActor, user: Any, establishment: Any, at: datetime) -> bytes:
    """A new sheet for somebody in place of the one they had; its private key, which stands nowhere but on the paper."""
    sheet, private = restricted_keys.make_sheet(user, establishment.pk, at=at)
    audit.record(actor, "recovery-sheet.make", sheet, at=at)
    return private


@operation
def end_recovery_sheet(*, actor: AnyActor, establishment: Any, sheet_id: UUID, at: datetime) -> bool:
    """A sheet that was lost, or whose holder left, counts no more; whether it did."""
    ended = restricted_keys.end_sheets(establishment.pk, [sheet_id], at=at)
    if ended:
        audit.record(actor, "recovery-sheet.end", f"core.recoverysheet:{sheet_id}", at=at)
    return bool(ended)


@operation
def open_with_sheets(*, actor: AnyActor, case_id: UUID, first: bytes, second: bytes, at: datetime) -> None:
    """Open a sealed case to somebody it names, with two sheets; it stands in the chronology. Raises `NotAllowed`."""
    visible = get_visible(SafeguardingCase, actor, case_id)
    case = SafeguardingCase.in_scope(actor).select_for_update(of=("self",)).get(pk=visible.pk)
    holders = sealed.open_with_sheets(actor, case, (first, second), at=at)
    said = f"Opened with the recovery sheets of {' and '.join(holders)}" if holders else "Opened with two old sheets"
    cases.write(case, actor, "decision", said, sealing.open_to_write(case.case_key), at=at)


@operation
def keep_recoverable(*, actor: AnyActor, case_id: UUID, at: datetime) -> None:
    """Let the sheets of now open a sealed case that is being read. Raises `sealing.KeyLocked`."""
    sealed.keep_recoverable(actor, get_visible(SafeguardingCase, actor, case_id), at=at)
