"""Noting which bodies near us one turns to. Nothing is changed: what is noted later replaces what was noted before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.referrals.models import LocalBody
from tutela.web.referrals.rules.referrals import NotNow


@operation
def note_body(
    *,
    actor: AnyActor,
    establishment: Any,
    at: datetime,
    name: str,
    kind: str = "",
    phone: str = "",
    out_of_hours: str = "",
    email: str = "",
    words: str = "",
    is_gone: bool = False,
    replaces_id: UUID | None = None,
) -> LocalBody:
    """Note a body, or what is different of one now. Raises `NotNow` where somebody has replaced it already."""
    if not name.strip() or not (phone.strip() or email.strip() or is_gone):
        raise NotNow("Enter a name, and a number or an address")
    if replaces_id:
        before = get_visible(LocalBody, actor, replaces_id)
        LocalBody.in_scope(actor).select_for_update(of=("self",)).get(pk=before.pk)
        if LocalBody.in_scope(actor).filter(replaces=before).exists():
            raise NotNow("Somebody has changed this meanwhile. Look at the list again")
    row = LocalBody(
        establishment=establishment,
        kind=kind,
        name=name,
        phone=phone,
        out_of_hours=out_of_hours,
        email=email,
        words=words,
        is_gone=is_gone,
        replaces_id=replaces_id,
        at=at,
        noted_by_id=actor.person_id,
    )
    row.save()
    audit.record(actor, "body.note", row, at=at, kind=kind, gone=is_gone)
    return row
