"""Two people end the record of a matter: one who handles it puts it forward, another decides; its keys go for good."""

import json
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.urls import reverse

from tutela.keys import KeyFolder
from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation, Decided, PutForward
from tutela.web.allegations.operations import opening, routing, vault
from tutela.web.allegations.queries import keeping
from tutela.web.core import audit, outbox, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.belonging import keys_of
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments

FORMAT = "tutela/destruction/1"


@operation
def put_forward(*, actor: AnyActor, at: datetime, pk: UUID, version: int) -> PutForward:
    """Put forward the record of a matter that has ended and is due; whoever may decide is told that something waits.

    Raises `MatterChanged`, `NotAllowed`.
    """
    row, _key = vault.lock(actor, pk, version)
    opening.must_handle(row, actor)
    stand = keeping.stand_of(row)
    today = establishments.local_day(row.establishment, at)
    rules.check_put_forward(stand.due_on, today, is_finished=stand.is_finished, waits=stand.waits is not None)
    others = [one for one in keeping.list_seconds(row, at=at) if one.pk != actor.person_id]
    if actor.person_id is None or not others:
        raise rules.NotAllowed("Nobody else may decide on it. Open it to somebody first, or fill the role")
    made = PutForward(
        establishment_id=row.establishment_id, allegation=row, due_on=stand.due_on, by_id=actor.person_id, at=at
    )
    made.save()
    audit.record(actor, "vault.put-forward", row, at=at)
    place, link = row.establishment, reverse("allegations:decide-keeping", args=[made.pk])
    for person in others:
        outbox.post(
            routing.WAITS, to=person.email, at=at, link=link, establishment_id=place.pk, establishment=place.name
        )
    return made


@operation
def decide_keeping(
    *, actor: AnyActor, at: datetime, pk: UUID, destroy: bool, reason: str = "", again_on: date | None = None
) -> Decided:
    """Destroy the record, or keep it for a reason until a day, as the second person. Raises `NotAllowed`; hidden and
    missing are one 404.
    """
    asked = keeping.get_waiting(actor, pk, at)
    row = (
        Allegation._base_manager.select_related("case_key").select_for_update(of=("self",)).get(pk=asked.allegation_id)
    )
    if Decided._base_manager.filter(put_forward=asked).exists() or row.case_key.destroyed_at is not None:
        raise rules.NotAllowed("This was decided already")
    stand, today = keeping.stand_of(row), establishments.local_day(row.establishment, at)
    made = Decided(
        establishment_id=row.establishment_id, put_forward=asked, put_forward_by_id=asked.by_id, by_id=actor.person_id,
        at=at, is_destroyed=destroy,
    )  # fmt: skip
    if destroy:
        rules.check_put_forward(stand.due_on, today, is_finished=stand.is_finished, waits=False)
        _destroy(row, made, at=at)
    else:
        if not reason.strip() or again_on is None or again_on <= today:
            raise rules.NotAllowed("Say why it is kept, and a day to come on which somebody looks again")
        made.reason, made.again_on = reason, again_on
    made.save()
    audit.record(actor, "vault.decide-keeping", row, at=at, destroyed=destroy, sha256=_hash(made.text))
    return made


def _destroy(row: Allegation, made: Decided, *, at: datetime) -> None:
    concern = apps.get_model("concerns", "Concern")  # which it came as, if it did: it has the same key
    keys = list(dict.fromkeys(keys_of({Allegation: [row.pk], concern: [row.pk]})))
    for key in keys:
        sealing.destroy_case_key(key, at=at)
    # whom it was about goes too: an empty name is all that the database lets these columns become
    Adult._base_manager.filter(allegation=row, person__isnull=False).update(person=None)
    people = apps.get_model("concerns", "Involved")
    people._base_manager.filter(concern=row.pk, person__isnull=False).update(person=None)
    today = establishments.local_day(row.establishment, at)
    told = {
        "format": FORMAT,
        "establishment": row.establishment.name,
        "matter": row.receipt,
        "record": str(row.pk),
        "due_on": made.put_forward.due_on.isoformat(),
        "put_forward_by": made.put_forward.by.full_name,
        "put_forward_at": made.put_forward.at.isoformat(),
        "decided_by": made.by.full_name,
        "destroyed_at": at.isoformat(),
        "keys_destroyed": len(keys),
        "keys_sha256": sha256(b"".join(sorted(key.pk.bytes for key in keys))).hexdigest(),
        "nightly_backups_hold_it_until": (today + timedelta(days=settings.TUTELA.backup_keep + 1)).isoformat(),
    }
    made.text = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True)
    made.signature = KeyFolder(settings.TUTELA.keys).signing_key().sign(f"{FORMAT}\n{made.text}".encode()).hex()


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest() if text else ""
