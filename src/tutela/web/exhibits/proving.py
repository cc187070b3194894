"""Whether the sealed files of exhibits are all there and whole: asked of records that were put back from a back-up.

Where both halves of its key are at hand, a file is opened in memory, compared with the SHA-256 of the day on which it
came, and shown to nobody. Half of each key is in no back-up (`shares`), and that of a locked exhibit is never lent:
such a file is measured, which finds what is missing or cut off, but not a changed byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tutela.settings import Settings
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.exhibits import shares, vault
from tutela.web.exhibits.models import Custody, Exhibit
from tutela.web.exhibits.rules import DESTROYED

ACTOR = SystemActor("prove exhibits")


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found: sentences that name files and nobody, how many were compared, and how many could be measured."""

    faults: tuple[str, ...]
    compared: int
    measured: int


def prove_files(tutela: Settings) -> Proved:
    """Prove the file of every exhibit that was not destroyed. Reads each once: some seconds for a gigabyte."""
    faults, compared, measured = [], 0, 0
    for exhibit in _rows():
        key = _key(tutela, exhibit)
        name = f"exhibits/{exhibit.pk.hex}"
        try:
            if key is None:
                is_whole = vault.measure_sealed(tutela.exhibits, exhibit.pk) == exhibit.size_bytes
                measured += 1
            else:
                is_whole = vault.hash_sealed(tutela.exhibits, exhibit.pk, key) == exhibit.sha256
                compared += 1
        except FileNotFoundError:
            faults.append(f"The sealed file of an exhibit is missing: {name}.")
        except (OSError, vault.Damaged):
            faults.append(f"The sealed file of an exhibit is damaged: {name}.")
        else:
            if not is_whole:
                faults.append(f"The sealed file of an exhibit is not the one that came in: {name}.")
    return Proved(tuple(faults), compared, measured)


def _rows() -> Iterator[Exhibit]:
    with acting_as(ACTOR):
        rows = Exhibit.objects.exclude(custody__in=Custody.objects.filter(kind=DESTROYED))
        kept = list(rows.filter(case__case_key__destroyed_at=None).select_related("case__case_key"))
    yield from kept


def _key(tutela: Settings, exhibit: Any) -> bytes | None:
    try:
        with acting_as(ACTOR):
            part = sealing.unseal_field(exhibit, "sealed_part", sealing.open_case_key(exhibit.case.case_key))
        return vault.key_of(bytes.fromhex(part), shares.read(tutela.keys, exhibit.pk))
    except (shares.NoShare, sealing.CannotOpen, sealing.NoKeyGrant):
        return None
