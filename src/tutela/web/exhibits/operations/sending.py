"""What of a case's exhibits goes along to the next place: chosen originals with their ledgers; of what is
locked, the fact.

Nothing of a locked exhibit's file or ledger leaves: where its facts are, the police's reference says. The chronology of
the case, which others write, tells as before that it came in.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.exhibits import kinds, queries, rules
from tutela.web.exhibits.operations.exporting import FOLDER, tell
from tutela.web.exhibits.operations.opening import open_exhibit

LEDGER = "ledger.json"
KNOWN = ("number", "kind", "standing", "size_bytes", "sha256", "received_at", "made_from")
"""What is told of an exhibit that stays."""


@operation
def send_exhibits(
    *, actor: AnyActor, case_id: UUID, case_number: int, chosen: Collection[UUID], why: str, at: datetime
) -> list[tuple[str, bytes]]:
    """Files by name, each noted in its ledger and in the chronology, and last the list of all exhibits of the case.

    Raises `NotNow` for whatever is not clean, `Damaged`, OSError. Nothing where the case has no exhibit.
    """
    folder, files, names = f"{FOLDER}/case-{case_number}", [], {}
    for one in queries.list_exhibits(actor=actor, case_id=case_id, at=at)[0]:
        if one.id in chosen:
            opened = open_exhibit(actor=actor, exhibit_id=one.id, kind=rules.EXPORTED, why=why, at=at)
            names[one.id] = f"{folder}/exhibit-{one.number}.{kinds.ENDINGS[one.kind]}"
            files.append((names[one.id], b"".join(opened.read())))
    found, _facts = queries.list_exhibits(actor=actor, case_id=case_id, at=at)
    if not found:
        return []
    told = {"exhibits": [_told(one, names.get(one.id, "")) for one in found]}
    return [*files, (f"{folder}/{LEDGER}", json.dumps(told, indent=1, ensure_ascii=False).encode() + b"\n")]


def _told(one: queries.ExhibitRead, file: str) -> dict[str, Any]:
    if one.standing in (rules.LOCKED, rules.TO_DESTROY, rules.DESTROYED):
        references = sorted({fact.reference for fact in one.facts if fact.reference})
        return {"number": one.number, "standing": one.standing, "police_references": references}
    told = tell(one)
    return told | {"file": file} if file else {key: told[key] for key in KNOWN}
