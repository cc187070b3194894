"""An image that may show a child undressed or sexual: facts only, and whatever lies here is locked at once.

UKCIS, "Sharing nudes and semi-nudes" (2024): staff do not view, copy, forward or ask for such images; the lead tells
the police and children's social care. There is no way back from a lock here: what becomes of the file, the police say.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tutela.web.concerns.operations.cases import lock, write
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.exhibits import rules, shares
from tutela.web.exhibits.models import Exhibit, NotKept
from tutela.web.exhibits.operations.ledger import add_line, family_of, standing_of


@operation
def lock_exhibit(*, actor: AnyActor, exhibit_id: UUID, at: datetime) -> None:
    """Lock an exhibit, its original and every copy: from here on no page shows, saves or copies it, for anybody.

    Needs no reason and asks nothing: that comes after. Done twice, it is the same.
    """
    exhibit = get_visible(Exhibit, actor, exhibit_id)
    case, key = lock(actor, exhibit.case_id)
    for one in family_of(exhibit):
        if not rules.may_lock(standing_of(one)):
            continue
        add_line(actor, one, rules.LOCKED, at=at, key=key)
        audit.record(actor, "exhibit.lock", one, at=at)
        transaction.on_commit(partial(shares.withhold, settings.TUTELA.keys, one.pk))
        said = _("Exhibit %(number)d was locked: it may show a child undressed or sexual. Nobody can open it.")
        write(case, actor, "note", said % {"number": one.number}, key, at=at)


@operation
def note_not_kept(
    *,
    actor: AnyActor,
    case_id: UUID,
    facts: Mapping[str, str],
    reference: str,
    exhibit_id: UUID | None = None,
    at: datetime,
) -> NotKept:
    """Keep the facts about such an image and the police's reference; nothing of it. Raises `Exhibit.DoesNotExist`."""
    case, key = lock(actor, case_id)
    exhibit = Exhibit.in_scope(actor).get(case=case, pk=exhibit_id) if exhibit_id else None
    row = NotKept(establishment_id=case.establishment_id, case=case, exhibit=exhibit, at=at, by_id=actor.person_id)
    sealing.seal_field(row, "sealed_facts", json.dumps(dict(facts)), key)
    sealing.seal_field(row, "sealed_reference", reference, key)
    row.save()
    said = _("An image that may show a child undressed or sexual is not kept here. Police reference: %(reference)s")
    write(case, actor, "note", said % {"reference": reference or _("none yet")}, key, at=at)
    audit.record(actor, "exhibit.note-not-kept", row, at=at)
    return row
