"""Exhibits that came with a file: sealed here anew at once, and put into a case of our own by a person."""

import time
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor, SystemActor, acting_as
from tutela.web.core.operation import Refused, operation
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.exhibits import arrived, names, shares
from tutela.web.exhibits import operations as exhibits
from tutela.web.exhibits import queries as exhibit_queries
from tutela.web.exhibits.vault import Sealed
from tutela.web.transfers.contents import ExhibitTold
from tutela.web.transfers.models import ReceivedExhibit, ReceivedFile

LOOKING_AFTER = SystemActor("look after exhibits that came along")
OLD_SECONDS = 24 * 3600
MOST_ABOUT = 1000


def keep_along(row: ReceivedFile, along: Iterable[tuple[ExhibitTold, bytes]], key: bytes) -> None:
    """Seal what came along with a file that is being taken in; its hash was proved before. Raises OSError."""
    kept: list[UUID] = []
    try:
        for told, content in along:
            sealed = arrived.keep(settings.TUTELA, content)
            kept.append(sealed.id)
            one = ReceivedExhibit(
                id=sealed.id,
                establishment_id=row.establishment_id,
                received=row,
                case_number=told.case_number,
                their_number=told.number,
                size_bytes=sealed.size_bytes,
                sha256=sealed.sha256,
            )
            sealing.seal_field(one, "sealed_part", sealed.part.hex(), key)
            one.save()
    except BaseException:
        for pk in kept:
            arrived.drop(settings.TUTELA, pk)
        raise


def put_into_case(
    *, actor: AnyActor, exhibit_id: UUID, told: ExhibitTold, sender: str, case_id: UUID, at: datetime
) -> UUID:
    """Make an exhibit that came along one of a case here, with where it comes from in its ledger. Its key.

    It begins in quarantine, as every file does. What its bytes are is judged here, outside of any transaction.
    Raises `Refused`, `NotNow`, `Damaged`, OSError.
    """
    with acting_as(actor):
        part = _part(get_visible(ReceivedExhibit, actor, exhibit_id))
    kind, notes = arrived.inspect(settings.TUTELA, exhibit_id, part)
    return _put(
        actor=actor, exhibit_id=exhibit_id, told=told, sender=sender, case_id=case_id, kind=kind, notes=notes, at=at
    )


@operation
def _put(
    *,
    actor: AnyActor,
    exhibit_id: UUID,
    told: ExhibitTold,
    sender: str,
    case_id: UUID,
    kind: str,
    notes: list[str],
    at: datetime,
) -> UUID:
    visible = get_visible(ReceivedExhibit, actor, exhibit_id)
    row = ReceivedExhibit.in_scope(actor).select_for_update(of=("self",)).get(pk=visible.pk)
    share = shares.read(settings.TUTELA.keys, row.pk)
    sealed = Sealed(row.pk, row.size_bytes, row.sha256, _part(row), share)
    arrived.move_in(settings.TUTELA, row.pk)
    exhibits.receive(
        actor=actor,
        case_id=case_id,
        sealed=sealed,
        kind=kind,
        notes=notes,
        name=names.clean_name(told.name),
        about=_about(told, sender),
        zone=told.zone if told.zone in available_timezones() else "UTC",
        at=at,
    )
    ReceivedExhibit.in_scope(actor).filter(pk=row.pk).update(sealed_part=None)
    audit.record(actor, "received-file.put-exhibit", row, at=at, sha256=row.sha256)
    transaction.on_commit(partial(arrived.settle, settings.TUTELA, row.pk))
    return row.pk


def tidy_exhibits() -> None:
    """Finish what a fault left undone: names of what is in a case by now, files of what was erased, halves of keys."""
    tutela = settings.TUTELA
    with acting_as(LOOKING_AFTER):
        rows = ReceivedExhibit.objects.all()
        known = set(rows.values_list("pk", flat=True))
        erased = set(rows.filter(received__own_key__destroyed_at__isnull=False).values_list("pk", flat=True))
        taken = set(exhibit_queries.find_taken(LOOKING_AFTER, known))
    arrived.put_back(tutela, known - erased - taken)
    for pk, changed in arrived.list_kept(tutela).items():
        if pk in taken:
            arrived.settle(tutela, pk)
        elif pk in erased or (pk not in known and changed < time.time() - OLD_SECONDS):
            arrived.drop(tutela, pk)


def _part(row: ReceivedExhibit) -> bytes:
    if row.sealed_part is None:
        raise Refused(_("This exhibit was put into a case already"))
    return bytes.fromhex(sealing.unseal_field(row, "sealed_part", sealing.open_case_key(row.received.own_key)))


def _about(told: ExhibitTold, sender: str) -> str:
    came = _(
        "From %(sender)s: exhibit %(number)d of their case %(case)d, received there %(on)s by %(by)s. Its SHA-256 is "
        "the one that they signed; their ledger is with the file that it came in."
    ) % {
        "sender": sender,
        "number": told.number,
        "case": told.case_number,
        "on": day(told.received_at) if told.received_at else _("on a day that is not told"),
        "by": told.received_by or _("somebody"),
    }
    return f"{told.about[:MOST_ABOUT]}\n{came}".strip()
