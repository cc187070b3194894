"""Destroying what is locked: on the police's recorded word alone, by two people, and the key first of all."""

import json
from datetime import date, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tutela.web.concerns.operations.cases import lock, write
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.exhibits import rules, shares, vault
from tutela.web.exhibits.models import Custody, Exhibit
from tutela.web.exhibits.operations.ledger import add_line, family_of, standing_of


@operation
def ask_destruction(
    *, actor: AnyActor, exhibit_id: UUID, officer: str, reference: str, told_on: date, at: datetime
) -> None:
    """Write down the police's instruction to destroy. A second person carries it out. Raises `NotNow`."""
    exhibit = get_visible(Exhibit, actor, exhibit_id)
    _case, key = lock(actor, exhibit.case_id)
    if standing_of(exhibit) != rules.LOCKED:
        raise rules.NotNow(_("Only what is locked is destroyed here, and only once"))
    told = json.dumps({"officer": officer, "reference": reference, "told_on": told_on.isoformat()})
    for one in family_of(exhibit):
        if standing_of(one) == rules.LOCKED:
            add_line(actor, one, rules.TO_DESTROY, at=at, key=key, text=told)
            audit.record(actor, "exhibit.ask-destruction", one, at=at)


@operation
def approve_destruction(*, actor: AnyActor, exhibit_id: UUID, at: datetime) -> None:
    """As the second person, destroy the keys and bytes of an exhibit and of all its copies. Raises `NotNow`.

    A legal hold on the case keeps everything of it, and this too, unless the police's word to destroy it is recorded:
    without that line nothing is destroyed here at all, and with it the law that forbids to possess such an image goes
    before the hold. Ledger, hash, facts and chronology stay.
    """
    exhibit = get_visible(Exhibit, actor, exhibit_id)
    case, key = lock(actor, exhibit.case_id)
    asked = Custody.in_scope(actor).filter(exhibit=exhibit, kind=rules.TO_DESTROY).first()
    if asked is None or not rules.may_approve(standing_of(exhibit), asked.by_id, actor.person_id):
        raise rules.NotNow(_("A second person has to carry this out: not whoever wrote the instruction down"))
    for one in family_of(exhibit):
        if standing_of(one) != rules.TO_DESTROY:
            continue
        add_line(actor, one, rules.DESTROYED, at=at, key=key, detail=one.sha256)
        Exhibit.in_scope(actor).filter(pk=one.pk).update(sealed_part=None, quarantine_part=None)
        audit.record(actor, "exhibit.destroy", one, at=at, sha256=one.sha256)
        said = _("Exhibit %(number)d was destroyed on the instruction of the police. SHA-256 %(sha256)s")
        write(case, actor, "note", said % {"number": one.number, "sha256": one.sha256}, key, at=at)
        transaction.on_commit(partial(finish_destruction, one.pk))


def finish_destruction(pk: UUID) -> list[Path]:
    """Take key and bytes from the discs, and from the copies of keys beside the back-ups; where that failed.

    Done again by the worker until all of it is gone.
    """
    tutela = settings.TUTELA
    shares.destroy(tutela.keys, pk)
    vault.place_of(tutela.exhibits, pk).unlink(missing_ok=True)
    return shares.copy_beside_backups(tutela, [pk])
