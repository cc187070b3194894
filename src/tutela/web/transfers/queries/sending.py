"""Which files have to be sent on, where each stands, and by when: of what the actor may see and no more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.transfers import rules
from tutela.web.transfers.models import Transfer
from tutela.web.transfers.queries.cases import leavers_in_cases, went_by_mistake


@dataclass(frozen=True, slots=True)
class ToSend:
    """A file that has to be sent, or whose receipt is awaited. Without a transfer nobody has begun it."""

    person_id: UUID
    name: str
    due_on: date
    status: str
    is_late: bool
    transfer_id: UUID | None
    to: str = ""


@dataclass(frozen=True, slots=True)
class StepRead:
    """One step of a transfer, its words open."""

    kind: str
    at: datetime
    on: date
    by: str
    to: str
    sha256: str
    size_bytes: int | None
    way: str
    text: str


@dataclass(frozen=True, slots=True)
class TransferRead:
    """A transfer with its steps."""

    id: UUID
    person_id: UUID
    name: str
    starts_on: date
    due_on: date
    noted_by: str
    noted_at: datetime
    status: str
    is_late: bool
    steps: tuple[StepRead, ...]
    went_by_mistake: tuple[int, ...]
    """Numbers of cases that went along though they are not about this person, as it turned out."""


def list_transfers(actor: AnyActor, today: date) -> list[ToSend]:
    """Every transfer, late ones first, then by the day on which it is due."""
    rows = Transfer.visible_to(actor).select_related("person").order_by("due_on")
    return sorted((_row(row, today) for row in rows), key=lambda one: not one.is_late)


def list_to_send(actor: AnyActor, establishment: Any, today: date) -> list[ToSend]:
    """What is not done: transfers without a receipt, and leavers with a case whose transfer nobody has begun."""
    begun = list_transfers(actor, today)
    known = {row.person_id for row in begun}
    waiting = [row for row in begun if row.status in (rules.TO_SEND, rules.ON_ITS_WAY)]
    for person in leavers_in_cases(actor).filter(establishment=establishment).exclude(pk__in=known):
        due = rules.due_on(person.left_on)
        late = rules.is_late(rules.TO_SEND, due, today)
        waiting.append(ToSend(person.pk, person.full_name, due, rules.TO_SEND, late, None))
    return sorted(waiting, key=lambda one: (not one.is_late, one.due_on))


@operation
def read_transfer(*, actor: AnyActor, transfer_id: UUID, today: date, at: datetime) -> TransferRead:
    """A transfer with what was written in it; audited as read."""
    row = get_visible(Transfer, actor, transfer_id)
    audit.record(actor, "transfer.read", row, at=at)
    key = sealing.open_case_key(row.own_key)
    steps = list(row.steps(manager="_base_manager").select_related("author", "partner").order_by("number"))
    stand = _row(row, today)
    return TransferRead(
        id=row.pk,
        person_id=row.person_id,
        name=row.person.full_name,
        starts_on=row.starts_on,
        due_on=row.due_on,
        noted_by=row.noted_by.full_name if row.noted_by else "",
        noted_at=row.noted_at,
        status=stand.status,
        is_late=stand.is_late,
        steps=tuple(
            StepRead(
                kind=step.kind,
                at=step.at,
                on=step.on,
                by=step.author.full_name if step.author else "",
                to=step.partner.name if step.partner else "",
                sha256=step.sha256,
                size_bytes=step.size_bytes,
                way=step.way,
                text=sealing.unseal_field(step, "sealed_text", key),
            )
            for step in steps
        ),
        went_by_mistake=tuple(went_by_mistake(actor, row.pk, row.person_id)),
    )


def _row(row: Transfer, today: date) -> ToSend:
    steps = list(row.steps(manager="_base_manager").select_related("partner").order_by("number"))
    status = rules.status_of([step.kind for step in steps])
    to = next((step.partner.name for step in reversed(steps) if step.partner), "")
    late = rules.is_late(status, row.due_on, today)
    return ToSend(row.person_id, row.person.full_name, row.due_on, status, late, row.pk, to)
