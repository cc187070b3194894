"""Taking a file in: it lies sealed already; now it belongs to a case and stands in its chronology."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from tutela.web.concerns.operations.cases import lock, write
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.sealing import Place
from tutela.web.exhibits import rules
from tutela.web.exhibits.models import Exhibit
from tutela.web.exhibits.operations.ledger import add_line
from tutela.web.exhibits.vault import Sealed

QUARANTINE = "exhibit-quarantine"


@operation
def receive(
    *,
    actor: AnyActor,
    case_id: UUID,
    sealed: Sealed,
    kind: str,
    notes: Iterable[str],
    name: str,
    about: str,
    zone: str,
    at: datetime,
) -> Exhibit:
    """Make a sealed file an exhibit of a case. It stays in quarantine until a scanner has said that it is clean.

    Hidden and missing cases are one 404. Raises OSError where its key cannot be kept.
    """
    case, key = lock(actor, case_id)
    exhibit = make_row(actor, case, key, sealed, kind=kind, notes=notes, name=name, about=about, zone=zone, at=at)
    add_line(actor, exhibit, rules.RECEIVED, at=at, key=key, text=about)
    said = _("Exhibit %(number)d came in: %(about)s\nSHA-256 %(sha256)s") % {
        "number": exhibit.number,
        "about": about,
        "sha256": exhibit.sha256,
    }
    write(case, actor, "note", said, key, at=at)
    audit.record(actor, "exhibit.receive", exhibit, at=at, kind=kind, size_bytes=sealed.size_bytes)
    return exhibit


def make_row(
    actor: AnyActor,
    case: object,
    key: bytes,
    sealed: Sealed,
    *,
    kind: str,
    notes: Iterable[str],
    name: str,
    about: str,
    zone: str,
    at: datetime,
    original: Exhibit | None = None,
    is_ours: bool = False,
) -> Exhibit:
    """The row of a sealed file, numbered within its case; what the software itself made needs no quarantine."""
    last = Exhibit._base_manager.filter(case=case).aggregate(last=Max("number"))["last"] or 0  # the case is locked
    exhibit = Exhibit(
        id=sealed.id,
        establishment_id=case.establishment_id,
        case=case,
        number=last + 1,
        original=original,
        kind=kind,
        size_bytes=sealed.size_bytes,
        sha256=sealed.sha256,
        received_at=at,
        received_by_id=actor.person_id,
        zone=zone,
        notes=",".join(notes),
    )
    sealing.seal_field(exhibit, "sealed_name", name, key)
    sealing.seal_field(exhibit, "sealed_about", about, key)
    sealing.seal_field(exhibit, "sealed_part", sealed.part.hex(), key)
    if original is None and not is_ours:
        place = Place.of(exhibit, "quarantine_part")
        exhibit.quarantine_part = sealing.seal(sealing.installation_subkey(QUARANTINE), place, sealed.part.hex())
    exhibit.save()
    return exhibit
