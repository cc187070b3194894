"""The body maps of a case: what was seen, as a list first, with the places at which a drawing has it."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tutela.web.concerns import words
from tutela.web.concerns.models import BodyMark, SafeguardingCase
from tutela.web.concerns.queries.people import PersonRead, open_all
from tutela.web.concerns.shipped.lists import list_parts
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. `x` and `y` are where the drawing of its view has it, see the library's file."""

    number: int
    name: str
    part: str
    view: str
    side: str
    what: str
    seen_by: str
    seen_at: datetime
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class BodyRead:
    """Everybody in the case and the marks in the order in which they were seen."""

    people: tuple[PersonRead, ...]
    marks: tuple[Mark, ...]


@operation
def read_body(*, actor: AnyActor, case_id: UUID, at: datetime) -> BodyRead:
    """Open them: audited as reading the case."""
    case = get_visible(SafeguardingCase, actor, case_id)
    audit.record(actor, "case.read", case, at=at, part="body")
    key = sealing.open_case_key(case.case_key)
    people = open_all(actor, case)
    names = {one.involved_id: one.name for one in people}
    rows = BodyMark.in_scope(actor).filter(case=case).select_related("entry")
    return BodyRead(
        tuple(people),
        tuple(
            _mark(number, names.get(row.involved_id, str(words.MASKED)), row, key)
            for number, row in enumerate(rows.order_by("entry__happened_at", "entry__number"), start=1)
        ),
    )


def place_of(part: str, view: str, side: str) -> tuple[int, int]:
    """Where a part is drawn: their right is on the left of the page from the front, and on the right from behind."""
    known = list_parts()[part]
    mirrored = known.paired and (side == "left") != (view == "back")
    return (200 - known.x if mirrored else known.x), known.y


def _mark(number: int, name: str, row: BodyMark, key: bytes) -> Mark:
    said = json.loads(sealing.unseal_field(row, "sealed_mark", key))
    x, y = place_of(said["part"], said["view"], said["side"])
    label = list_parts()[said["part"]].label
    return Mark(
        number, name, label, said["view"], said["side"], said["what"], said["seen_by"], row.entry.happened_at, x, y
    )
