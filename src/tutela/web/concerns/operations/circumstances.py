"""Where and by what means something happened, noted by whoever works on it (requirements S3.9, S4.2, S4.3)."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tutela.web.concerns import rules
from tutela.web.concerns.models import Circumstances, Concern
from tutela.web.concerns.operations.concerns import check_version, lock, write_entry
from tutela.web.concerns.rules import NotAllowed
from tutela.web.concerns.shipped.lists import get_circumstances
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation


@operation
def describe_concern(
    *,
    actor: AnyActor,
    concern_id: UUID,
    version: int,
    settings: Sequence[str],
    networks: Sequence[str],
    devices: Sequence[str],
    company: str,
    characteristics: Sequence[str] = (),
    at: datetime,
) -> Circumstances:
    """Note the circumstances; what was noted before stays, and the last counts. Ids are those of the library.

    Raises `ConcernChanged`, `NotAllowed` (for an id that the library does not have).
    """
    concern = lock(actor, concern_id)
    check_version(concern, version)
    library = get_circumstances()
    for given, known in (
        (settings, library.settings),
        (networks, library.networks),
        (devices, library.devices),
        (characteristics, library.characteristics),
        ((company,), rules.COMPANY),
    ):
        if not set(given) <= set(known):
            raise NotAllowed("Select from the lists")
    entry = write_entry(concern, actor, "described", "", at=at)
    row = Circumstances(
        establishment_id=concern.establishment_id,
        concern=concern,
        entry=entry,
        settings=list(settings),
        networks=list(networks),
        devices=list(devices),
        company=company,
    )
    key = sealing.open_case_key(concern.case_key)
    sealing.seal_field(row, "sealed_characteristics", json.dumps(list(characteristics)), key)
    row.save()
    audit.record(actor, "concern.describe", concern, at=at)
    return row


def forget_characteristics(actor: AnyActor, concern: Concern, *, at: datetime) -> None:
    """In a concern that is locked, name no protected characteristic any more: they were those of somebody else."""
    last = Circumstances.in_scope(actor).filter(concern=concern).order_by("entry__number").last()
    key = sealing.open_case_key(concern.case_key)
    if last is None or not json.loads(sealing.unseal_field(last, "sealed_characteristics", key)):
        return
    row = Circumstances(
        establishment_id=concern.establishment_id,
        concern=concern,
        entry=write_entry(concern, actor, "described", "", at=at),
        settings=last.settings,
        networks=last.networks,
        devices=last.devices,
        company=last.company,
    )
    sealing.seal_field(row, "sealed_characteristics", json.dumps([]), key)
    row.save()
    audit.record(actor, "concern.describe", concern, at=at)
