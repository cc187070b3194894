"""How the back-ups stand; and what a restored copy of the records says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from tutela.web.backups import rules
from tutela.web.backups.models import Backup, BackupCopy, BackupProof
from tutela.web.core import sealing
from tutela.web.core.models import CaseKey

OFF_SITE = "off-site"
SEALED_ROWS = 5
"""How many of the newest rows of each table have their sealed texts opened."""


def get_last_backup() -> Backup | None:
    """The newest that was made."""
    return Backup.objects.order_by("-made_at").first()


def get_last_proved() -> BackupProof | None:
    """The proof of the newest back-up that was found right, whoever proved it."""
    return BackupProof.objects.filter(well=True).order_by("-made_at", "-at").first()


def get_last_drill() -> BackupProof | None:
    """The newest drill in which a person with their own key put a back-up back and nothing was wrong."""
    return BackupProof.objects.filter(well=True, kind=BackupProof.Kind.DRILL).order_by("-at").first()


def list_proofs() -> QuerySet[BackupProof]:
    """All proofs, newest first."""
    return BackupProof.objects.order_by("-at")


def list_newest_copies() -> list[BackupCopy]:
    """The newest look at each place."""
    newest: dict[str, BackupCopy] = {}
    for copy in BackupCopy.objects.select_related("backup").order_by("-at")[:100]:
        newest.setdefault(copy.place, copy)
    return list(newest.values())


def get_lights(at: datetime) -> rules.Lights:
    """The three lights now."""
    found = [
        rules.Copy(copy.place, copy.backup.made_at, copy.device, copy.place == OFF_SITE)
        for copy in list_newest_copies()
        if copy.well
    ]
    return rules.shine(found, str(settings.TUTELA.data.stat().st_dev), at)


@dataclass(frozen=True, slots=True)
class State:
    """How the back-ups stand, and the rows that say so."""

    standing: rules.Standing
    backup: Backup | None
    proved: BackupProof | None
    drilled: BackupProof | None

    @property
    def is_well(self) -> bool:
        return self.standing in {rules.Standing.WELL, rules.Standing.NOT_DRILLED}

    @property
    def sealed_to(self) -> list[str]:
        return self.backup.sealed_to.splitlines() if self.backup else []


def get_standing(at: datetime) -> State:
    """How the back-ups stand now."""
    chosen = settings.TUTELA
    backup, proved, drilled = get_last_backup(), get_last_proved(), get_last_drill()
    standing = rules.stand(
        is_set_up=chosen.backup_folder is not None and bool(chosen.backup_recipients),
        has_any=backup is not None,
        proved=proved.made_at if proved else None,
        drilled=drilled.at if drilled else None,
        at=at,
    )
    return State(standing, backup, proved, drilled)


def open_sealed_sample() -> tuple[int, list[str]]:
    """Open the newest sealed texts of every table that has any and show none: how many opened, and what did not."""
    opened, faults = 0, []
    for row, fields, case_key in _sealed_rows():
        try:
            key = sealing.open_case_key(case_key)
            for field in fields:
                sealing.unseal_field(row, field, key)
                opened += 1
        except (sealing.CannotOpen, sealing.NoKeyGrant):
            faults.append(f"A sealed text of {row._meta.db_table} does not open.")
    return opened, faults


def _sealed_rows() -> Iterator[tuple[models.Model, list[str], CaseKey]]:
    for model in apps.get_models():
        keys = [field.name for field in model._meta.fields if field.is_relation and field.related_model is CaseKey]
        texts = [field.name for field in model._meta.fields if isinstance(field, models.BinaryField)]
        if len(keys) != 1 or not texts or model._meta.label == "core.KeyGrant":
            continue
        standard = {f"{keys[0]}__kind": CaseKey.Kind.STANDARD, f"{keys[0]}__destroyed_at": None}
        # nobody is shown anything: whether they open at all is what is asked of a restored copy
        for row in model._base_manager.filter(**standard).select_related(keys[0]).order_by("-pk")[:SEALED_ROWS]:
            filled = [name for name in texts if bytes(getattr(row, name) or b"")[:1] == sealing.AES_256_GCM]
            if filled:
                yield row, filled, getattr(row, keys[0])
