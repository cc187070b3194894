"""Matters follow the roles of today, and nobody is let off what is due."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from tutela.web.allegations import rules
from tutela.web.allegations.models import Allegation, Handler, OfficerTold, Threshold
from tutela.web.allegations.models.matters import NOT_DESTROYED
from tutela.web.allegations.operations import routing, vault
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments

DUE = Notice(
    "waiting-for-you",
    "Something that waits for you is late",
    "Something at {establishment} that waits for you alone should have been decided on or passed on by now. Sign in.",
)
logger = logging.getLogger("tutela.allegations")
DECIDE_WITHIN = timedelta(hours=24)
REMIND_AGAIN = timedelta(hours=24)


def follow_roles(*, actor: AnyActor, at: datetime) -> int:
    """Bring every matter that is kept, ended ones too, to whoever may read it by the roles held now: how many changed.

    Each in a transaction of its own: what fails with one is tried again at the next turn and keeps no other waiting.
    """
    changed = 0
    for place in establishments.list_establishments():
        holders = routing.list_holders(place, at)
        for pk in Allegation._base_manager.filter(NOT_DESTROYED, establishment=place).values_list("pk", flat=True):
            try:
                changed += _follow(actor=actor, at=at, pk=pk, place=place, holders=holders)
            except Exception:
                logger.exception("A matter was not brought to whoever may read it now", extra={"matter": str(pk)})
    return changed


@operation
def _follow(*, actor: AnyActor, at: datetime, pk: UUID, place: Any, holders: Mapping[str, Sequence[Any]]) -> bool:
    # locked, so that whoever writes in it meanwhile and the numbers of its entries do not clash
    rows = Allegation._base_manager.filter(NOT_DESTROYED).select_related("case_key")
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()  # somebody may have destroyed it meanwhile
    return row is not None and routing.route(row, actor, place, at=at, holders=holders)


@operation
def remind(*, actor: AnyActor, at: datetime) -> int:
    """Once a day, tell handlers of what nobody decided on in a day, or did not take outside in time; how many."""
    told = 0
    decided = Threshold._base_manager.filter(allegation=OuterRef("pk"))
    for row in Allegation.objects.select_related("establishment").annotate(is_decided=Exists(decided)):
        if not _is_late(row, at) or rules.is_finished(vault.kinds_of(row)):
            continue
        for handler in Handler.objects.filter(allegation=row, ended_at=None).exclude(role="").select_related("person"):
            if handler.reminded_at and at - handler.reminded_at < REMIND_AGAIN:
                continue
            place = row.establishment
            link = reverse("allegations:matter", args=[row.pk])
            outbox.post(
                DUE, to=handler.person.email, at=at, link=link, establishment_id=place.pk, establishment=place.name
            )
            handler.reminded_at = at
            handler.save(update_fields=["reminded_at"])
            audit.record(actor, "vault.remind", row, at=at)
            told += 1
    return told


def _is_late(row: Any, at: datetime) -> bool:
    if not row.is_decided:
        return at - row.raised_at > DECIDE_WITHIN
    last = Threshold._base_manager.filter(allegation=row).order_by("entry__number").last()
    if last is None or last.decision != "harm" or OfficerTold._base_manager.filter(allegation=row).exists():
        return False
    return establishments.local_day(row.establishment, at) > last.officer_by
