"""Describing what was plainly to be seen on somebody's body. No picture is taken, and no file is kept."""

import json
from datetime import datetime
from uuid import UUID

from tutela.web.concerns import rules
from tutela.web.concerns.models import BodyMark
from tutela.web.concerns.operations import cases
from tutela.web.concerns.queries.people import open_all
from tutela.web.concerns.rules import NotAllowed
from tutela.web.concerns.shipped.lists import list_parts
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation

SIDES = ("left", "right", "")


@operation
def mark_body(
    *,
    actor: AnyActor,
    case_id: UUID,
    version: int,
    involved_id: UUID,
    part: str,
    view: str,
    side: str,
    what: str,
    seen_by: str,
    seen_at: datetime,
    at: datetime,
) -> BodyMark:
    """Note one mark at the moment at which it was seen: part, side (their own left and right), from front or behind.

    Raises `CaseChanged`, `NotAllowed`.
    """
    case, key = cases.lock(actor, case_id, version)
    rules.follow_case(cases.is_closed(case), "body-marked")
    someone = next((one for one in open_all(actor, case) if one.involved_id == involved_id), None)
    known = list_parts().get(part)
    if someone is None or known is None or side not in SIDES:
        raise NotAllowed("Select a person and a part of the body")
    if view not in known.views:
        raise NotAllowed("That part is not to be seen from there. Select the other view")
    if known.paired != bool(side):
        raise NotAllowed("Select left or right" if known.paired else "That part has no left or right")
    if not what.strip() or not seen_by.strip():
        raise NotAllowed("Say what was to be seen, and who saw it")
    where = ", ".join(word for word in (known.label, side, view) if word)
    said = f"{someone.name}: {where}\n{what}\n{seen_by}"
    entry = cases.write(case, actor, "body-marked", said, key, happened_at=seen_at, at=at)
    row = BodyMark(establishment_id=case.establishment_id, case=case, entry=entry, involved_id=involved_id)
    mark = {"part": part, "view": view, "side": side, "what": what, "seen_by": seen_by}
    sealing.seal_field(row, "sealed_mark", json.dumps(mark), key)
    row.save()
    audit.record(actor, "case.mark-body", case, at=at)
    return row
