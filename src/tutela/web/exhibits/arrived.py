"""Files that came from another place and belong to no case here yet: sealed anew at once, opened by nobody.

They lie in a folder of their own. Put into a case, a file becomes an exhibit under the same name and stays as it is
sealed: there is never a second copy of it.
"""

import os
from collections.abc import Collection, Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from tutela.settings import Settings
from tutela.web.exhibits import apart, kinds, rules, shares, vault
from tutela.web.exhibits.kinds import Look

FOLDER = "received"
LOOKED_INTO = (*kinds.PICTURES, "pdf", kinds.PACKED)


def keep(tutela: Settings, content: bytes) -> vault.Sealed:
    """Seal a file; it and its halved key are on the disc when this returns. Raises OSError, and then keeps nothing."""
    sealer = vault.Sealer(tutela.exhibits / FOLDER)
    try:
        sealer.write(content)
        sealed = sealer.finish()
        shares.keep(tutela.keys, sealed.id, sealed.share)
    except BaseException:
        sealer.discard()
        shares.destroy(tutela.keys, sealer.id)
        raise
    return sealed


def inspect(tutela: Settings, pk: UUID, part: bytes) -> tuple[str, list[str]]:
    """The kind of a file and what a look inside found, judged here by its content alone.

    Raises `NotNow` for what is not kept here; `Damaged`, OSError.
    """
    look = Look()
    for chunk in _read(tutela, pk, part):
        look.feed(chunk)
    kind = look.kind()
    found = {"kind": kind, "notes": []}
    if kind in LOOKED_INTO:
        try:
            found, _made = apart.look({"do": "inspect", "kind": kind}, _read(tutela, pk, part))
        except apart.CannotLook:
            kind = ""
    if not kind:
        raise rules.NotNow(_("This kind of file is not kept here, or it could do harm. It stays where it is, sealed"))
    return str(found["kind"]), [str(note) for note in found["notes"]]


def move_in(tutela: Settings, pk: UUID) -> None:
    """Give the file its place among the exhibits; its old name goes with `settle`. Raises OSError."""
    old, new = vault.place_of(tutela.exhibits / FOLDER, pk), vault.place_of(tutela.exhibits, pk)
    os.utime(old)  # what is young is not tidied away before it belongs to a case
    new.unlink(missing_ok=True)  # of an attempt that was cut off: the same file
    os.link(old, new)
    vault.sync_folder(tutela.exhibits)


def settle(tutela: Settings, pk: UUID) -> None:
    """Take the name among what arrived away from a file that is an exhibit by now. Done twice, it is the same."""
    old = vault.place_of(tutela.exhibits / FOLDER, pk)
    if old.exists():
        if not vault.place_of(tutela.exhibits, pk).exists():
            move_in(tutela, pk)
        old.unlink()


def drop(tutela: Settings, pk: UUID) -> None:
    """Key and bytes are gone, beside the back-ups too."""
    shares.destroy(tutela.keys, pk)
    vault.place_of(tutela.exhibits / FOLDER, pk).unlink(missing_ok=True)
    shares.copy_beside_backups(tutela, [pk])


def list_kept(tutela: Settings) -> dict[UUID, float]:
    """What lies there, with the time of its last change, in seconds since 1970."""
    folder = tutela.exhibits / FOLDER
    files = [file for file in folder.iterdir() if not file.suffix] if folder.exists() else []
    return {UUID(file.name): file.stat().st_mtime for file in files}


def put_back(tutela: Settings, wanted: Collection[UUID]) -> None:
    """Bring back halves of keys that a lost disc took, from beside the back-ups."""
    shares.put_back(tutela, wanted)


def _read(tutela: Settings, pk: UUID, part: bytes) -> Iterator[bytes]:
    return vault.read_sealed(tutela.exhibits / FOLDER, pk, vault.key_of(part, shares.read(tutela.keys, pk)))
