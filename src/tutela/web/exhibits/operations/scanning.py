"""What the scanner said of a file in quarantine."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.sealing import Place
from tutela.web.exhibits import rules, shares, vault
from tutela.web.exhibits.models import Exhibit
from tutela.web.exhibits.operations.ledger import add_line, standing_of
from tutela.web.exhibits.operations.receiving import QUARANTINE
from tutela.web.exhibits.scanner import Verdict

ANSWERS = {"clean": rules.SCANNED, "found": rules.FOUND}


@operation
def note_verdict(*, actor: AnyActor, exhibit: Exhibit, verdict: Verdict, at: datetime) -> bool:
    """Keep a clear answer; whether there was one. Without one the file stays where it is."""
    Exhibit.in_scope(actor).select_for_update().get(pk=exhibit.pk)
    if verdict.status not in ANSWERS or standing_of(exhibit) != rules.QUARANTINE:
        return False
    add_line(actor, exhibit, ANSWERS[verdict.status], at=at, detail=verdict.detail)
    Exhibit.in_scope(actor).filter(pk=exhibit.pk).update(quarantine_part=None)
    audit.record(actor, f"exhibit.{ANSWERS[verdict.status]}", exhibit, at=at)
    return True


def open_for_scanner(exhibit: Exhibit) -> Iterator[bytes]:
    """The bytes of a file in quarantine, for the scanner and nobody else. Raises `CannotOpen`, OSError, `Damaged`."""
    tutela = settings.TUTELA
    place = Place.of(exhibit, "quarantine_part")
    part = sealing.unseal(sealing.installation_subkey(QUARANTINE), place, exhibit.quarantine_part)
    key = vault.key_of(bytes.fromhex(part), shares.read(tutela.keys, exhibit.pk))
    return vault.read_sealed(tutela.exhibits, exhibit.pk, key)
