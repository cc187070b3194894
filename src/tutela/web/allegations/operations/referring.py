"""A referral to the authority: its pack is written down before anybody has it; so is why there is none."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from tutela.web.allegations import rules
from tutela.web.allegations.models import Entry, PackMade, Threshold
from tutela.web.allegations.operations import vault
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation


@operation
def keep_pack(
    *, actor: AnyActor, at: datetime, pk: UUID, version: int, form: str, made: bytes, answers: Mapping[str, str]
) -> PackMade:
    """Note that a pack was made: as what, its hash, and what was answered for it. That it was sent is noted when the
    officer was told. Raises `MatterChanged`, `NotAllowed`.
    """
    row, key = vault.lock(actor, pk, version)
    rules.follow(vault.kinds_of(row), "referral")
    if form not in rules.PACK_FORMS:
        raise rules.NotAllowed("Choose PDF or Word")
    pack = PackMade(
        establishment_id=row.establishment_id,
        allegation=row,
        entry=vault.write(row, actor, "referral", "", key, at=at),
        form=form,
        sha256=sha256(made).hexdigest(),
    )
    sealing.seal_field(pack, "sealed_answers", json.dumps(dict(answers)), key)
    pack.save()
    audit.record(actor, "vault.make-pack", row, at=at, form=form, sha256=pack.sha256)
    return pack


@operation
def decline_referral(*, actor: AnyActor, at: datetime, pk: UUID, version: int, words: str) -> Entry:
    """Decide not to refer, and why. Where the harm threshold is met it is refused.

    Raises `MatterChanged`, `NotAllowed`.
    """
    row, key = vault.lock(actor, pk, version)
    rules.follow(vault.kinds_of(row), "not-referred")
    last = Threshold._base_manager.filter(allegation=row).order_by("entry__number").last()  # of a matter in hand
    rules.may_decline(last.decision if last else "", words)
    entry = vault.write(row, actor, "not-referred", words, key, at=at)
    audit.record(actor, "vault.not-refer", row, at=at)
    return entry
