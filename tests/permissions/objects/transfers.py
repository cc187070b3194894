"""A transfer, a key card and a received file, at the establishment of the relation and about its subject."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.permissions.objects import Relation
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor
from tutela.web.transfers import operations
from tutela.web.transfers.cards import Card
from tutela.web.transfers.models import Partner, ReceivedExhibit, ReceivedFile, Transfer, TransferStep

SYSTEM = SystemActor("test")


def _transfer(relation: Relation) -> Transfer:
    return operations.note_leaver(
        actor=SYSTEM, person=relation.subject, starts_on=datetime.now(UTC).date(), at=datetime.now(UTC)
    )


def _partner(relation: Relation) -> Partner:
    card = Card(f"Ash Lane School {relation.name}", "", "0a" * 32, "0b" * 32)
    return operations.note_partner(
        actor=SYSTEM, establishment=relation.establishment, content=card.encode(), at=datetime.now(UTC)
    )


def received(relation: Relation) -> ReceivedFile:
    at, partner = datetime.now(UTC), _partner(relation)
    case_key, key = sealing.make_case_key(SYSTEM, relation.establishment.pk, at=at)
    row = ReceivedFile(
        establishment=relation.establishment, partner=partner, own_key=case_key, bundle=partner.pk, sha256="0c" * 32,
        size_bytes=1, made_at=at, received_at=at, receipt="A receipt",
    )  # fmt: skip
    contents = json.dumps(
        {
            "person.json": '{"given_name": "Sam"}',
            "exhibits/case-1/ledger.json": '{"exhibits": [{"number": 1, "standing": "clean", "kind": "text"}]}',
        }
    )
    sealing.seal_field(row, "sealed_contents", contents, key)
    sealing.seal_field(row, "sealed_name", "Sam", key)
    row.save()
    operations.link_received(actor=SYSTEM, received_id=row.pk, person=relation.subject, why="", at=at)
    return row


def _leaver(relation: Relation) -> dict[str, Any]:
    return {"person": relation.subject.pk}


def _made(relation: Relation) -> Transfer:
    """A transfer whose file was made."""
    transfer, at = _transfer(relation), datetime.now(UTC)
    step = TransferStep(
        establishment=relation.establishment, transfer=transfer, number=1, kind="made", at=at, on=at.date(),
        partner=_partner(relation),
    )  # fmt: skip
    sealing.seal_field(step, "sealed_text", "", sealing.open_case_key(transfer.own_key))
    step.save()
    return transfer


UNMADE = ("transfer", "make", "not-sent")
MADE = ("hand-over", "receipt")
OF_CARD = ("check-card", "end-card")


def _along(relation: Relation) -> dict[str, Any]:
    """An exhibit that came along with a received file."""
    row = received(relation)
    one = ReceivedExhibit(
        establishment=relation.establishment, received=row, case_number=1, their_number=1, size_bytes=1,
        sha256="0d" * 32,
    )  # fmt: skip
    sealing.seal_field(one, "sealed_part", "0e" * 32, sealing.open_case_key(row.own_key))
    one.save()
    return {"pk": row.pk, "exhibit": one.pk}


OF_RECEIVED = ("received", "save-receipt", "link")
OBJECTS = {
    **{f"transfers:{name}": lambda relation: {"pk": _transfer(relation).pk} for name in UNMADE},
    **{f"transfers:{name}": lambda relation: {"pk": _made(relation).pk} for name in MADE},
    **{f"transfers:{name}": lambda relation: {"pk": _partner(relation).pk} for name in OF_CARD},
    **{f"transfers:{name}": lambda relation: {"pk": received(relation).pk} for name in OF_RECEIVED},
    "transfers:put-exhibit": _along,
    "transfers:begin": _leaver,
}
