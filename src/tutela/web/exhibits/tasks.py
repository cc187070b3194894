"""What the worker does for exhibits: asks the scanner again, and finishes what a fault or a dead disc left undone."""

import time
from datetime import datetime

from django.conf import settings

from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.tick import Periodic
from tutela.web.exhibits import operations, queries, shares, vault
from tutela.web.exhibits.scanning import scan_exhibit

ACTOR = SystemActor("look after exhibits")
OLD_SECONDS = 24 * 3600


def scan_waiting(at: datetime) -> None:
    """Ask the scanner about everything in quarantine."""
    with acting_as(ACTOR):
        waiting = list(queries.list_waiting())
    for exhibit in waiting:
        if scan_exhibit(exhibit, at) in ("none", "stale"):
            break  # it will say the same of all others


def tidy(at: datetime) -> None:
    """Finish destructions, of erased cases too; withhold keys of what is locked; keep the copy of keys true."""
    tutela = settings.TUTELA
    with acting_as(ACTOR):
        destroyed, others = queries.list_ids(are_destroyed=True), queries.list_ids(are_destroyed=False)
        locked, erased = queries.list_locked_ids(), queries.list_unreadable_ids()
    shares.put_back(tutela, set(others) - set(erased))
    for pk in locked:
        shares.withhold(tutela.keys, pk)
    gone = {*destroyed, *erased}
    for pk in gone:
        if vault.place_of(tutela.exhibits, pk).exists() or any(
            name.endswith(pk.hex) for name in shares.list_kept(tutela.keys)
        ):
            operations.finish_destruction(pk)
    shares.copy_beside_backups(tutela, gone)
    _drop_remains({pk.hex for pk in [*destroyed, *others]})


def _drop_remains(known: set[str]) -> None:
    """Sealed files of uploads that were cut off before they belonged to anything, a day later."""
    folder = settings.TUTELA.exhibits
    for file in folder.iterdir() if folder.exists() else []:
        if file.is_file() and file.name not in known and file.stat().st_mtime < time.time() - OLD_SECONDS:
            file.unlink(missing_ok=True)


PERIODIC = (
    Periodic("scan exhibits", every_seconds=60, run=scan_waiting),
    Periodic("tidy exhibits", every_seconds=600, run=tidy),
)
