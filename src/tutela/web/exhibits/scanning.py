"""One exhibit in quarantine and the scanner: asked outside any transaction, answered in one."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from tutela.web.core.actor import SystemActor
from tutela.web.core.sealing import CannotOpen
from tutela.web.exhibits import operations, scanner, vault
from tutela.web.exhibits.models import Exhibit
from tutela.web.exhibits.operations.scanning import open_for_scanner


def scan_exhibit(exhibit: Exhibit, at: datetime) -> str:
    """Ask about one file; the scanner's status. Without a clear answer nothing changes."""
    tutela = settings.TUTELA
    try:
        verdict = scanner.scan(
            tutela.exhibit_scanner, open_for_scanner(exhibit), at=at, oldest_days=tutela.exhibit_scanner_days
        )
    except (CannotOpen, vault.Damaged, OSError):
        return "failed"
    actor = SystemActor("scan exhibits", exhibit.establishment_id)
    operations.note_verdict(actor=actor, exhibit=exhibit, verdict=verdict, at=at)
    return verdict.status


def scan_now(pk: UUID, at: datetime) -> str:
    """Ask about an exhibit that was just put into a case; the scanner's status."""
    return scan_exhibit(Exhibit.objects.get(pk=pk), at)
