"""What of a case's exhibits goes into a file that leaves the house: chosen originals, and the ledgers of all."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.exhibits import kinds, queries, rules
from tutela.web.exhibits.operations.opening import open_exhibit

FOLDER = "exhibits"


@operation
def export_exhibits(
    *, actor: AnyActor, case_id: UUID, chosen: Collection[UUID], why: str, at: datetime
) -> list[tuple[str, bytes]]:
    """Files by name: the chosen exhibits as they came, each noted in its ledger, and one list of all with their hashes.

    What is locked or was destroyed stands in the list with its facts and nothing of the file. Writes into the
    chronology, so read the case after it. Raises `NotNow`, `Damaged`, OSError. Nothing where there is no exhibit.
    """
    files = []
    for one in queries.list_exhibits(actor=actor, case_id=case_id, at=at)[0]:
        if one.id in chosen:
            opened = open_exhibit(actor=actor, exhibit_id=one.id, kind=rules.EXPORTED, why=why, at=at)
            name = f"{FOLDER}/exhibit-{one.number}.{kinds.ENDINGS[one.kind]}"
            files.append((name, b"".join(opened.read())))
    found, not_kept = queries.list_exhibits(actor=actor, case_id=case_id, at=at)
    if not found and not not_kept:
        return []
    told = {"exhibits": [tell(one) for one in found], "not_kept": [_facts(one) for one in not_kept]}
    listed = json.dumps(told, indent=1, ensure_ascii=False, default=str).encode() + b"\n"
    return [*files, (f"{FOLDER}/ledger.json", listed)]


def tell(one: queries.ExhibitRead) -> dict[str, Any]:
    """An exhibit with its ledger as a program reads it."""
    told: dict[str, Any] = {
        "number": one.number,
        "kind": one.kind,
        "standing": one.standing,
        "size_bytes": one.size_bytes,
        "sha256": one.sha256,
        "received_at": one.received_at.isoformat(),
        "received_by": one.received_by,
        "made_from": one.original,
        "facts": [_facts(fact) for fact in one.facts],
        "ledger": [
            {"number": line.number, "kind": line.kind, "at": line.at.isoformat(), "by": line.by, "detail": line.detail}
            | ({} if line.kind == rules.RECEIVED else {"text": line.text})
            for line in one.lines
        ],
    }
    if rules.may_open(one.standing) or one.standing == rules.INFECTED:
        told |= {"name": one.name, "about": one.about, "zone": one.zone}
    return told


def _facts(one: queries.Facts) -> dict[str, Any]:
    return {"at": one.at.isoformat(), "by": one.by, "police_reference": one.reference, "facts": one.facts}
