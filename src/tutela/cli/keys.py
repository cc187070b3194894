"""`tutela keys`: which keys there are, and the sheet on which the most important one is written down."""

import argparse
import base64
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tutela.cli.application import migrate, open_application
from tutela.keys import KeyFolder
from tutela.settings import Settings

GROUP = 4
HALF_BYTES = 16


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("keys", help="look after the keys")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="which keys there are, and marks by which to tell them apart")
    listing.set_defaults(run=show)
    writing = actions.add_parser("sheet", help="print the root key in two halves, for two people to keep apart")
    writing.add_argument("--half", type=int, choices=(1, 2), help="print one half only")
    writing.set_defaults(run=sheet)
    rotating = actions.add_parser("rotate", help="make a school's next key and wrap every case with it")
    rotating.add_argument("--establishment", metavar="SLUG", help="where; the first one unless named")
    rotating.set_defaults(run=rotate)
    restoring = actions.add_parser("restore", help="put the root key back from its two halves, typed in")
    restoring.add_argument("halves", nargs=2, metavar="HALF")
    restoring.set_defaults(run=restore)


def show(_options: argparse.Namespace, settings: Settings) -> int:
    """Names and marks; no key can be had from its mark."""
    folder = KeyFolder(settings.keys)
    folder.ensure()
    for file in sorted(Path(settings.keys).glob("*.secret")):
        print(f"{file.stem:14} {mark(folder.secret(file.stem))}")
    raw = folder.verify_key().public_bytes_raw()
    print(f"{'signing':14} {mark(raw)}")
    return 0


def sheet(options: argparse.Namespace, settings: Settings) -> int:
    """Either half alone says nothing about the key; whoever has both, and the data, reads everything."""
    folder = KeyFolder(settings.keys)
    folder.ensure()
    root = folder.secret("root")
    print(f"Recovery sheet of the records in {settings.data}")
    print(f"Mark of the root key: {mark(root)}")
    for number, half in enumerate(split(root), start=1):
        if options.half in (None, number):
            print(f"\nHalf {number} of 2. Keep it on paper, apart from the other, where nobody else finds it.")
            print(f"  {half}")
    return 0


def rotate(options: argparse.Namespace, settings: Settings) -> int:
    """Only what wraps the case keys is made anew, no text. 2 when there is no such establishment."""
    open_application(settings)
    migrate()
    from tutela.web.core import sealing
    from tutela.web.core.actor import SystemActor
    from tutela.web.establishments import queries

    place = queries.get_first_establishment()
    if options.establishment:
        place = queries.list_establishments().filter(slug=options.establishment).first()
    if place is None:
        print(f"tutela: there is no establishment {options.establishment or 'yet'}")
        return 2
    actor = SystemActor("command-line")
    wrapped = sealing.rotate_establishment_key(actor, place.pk, at=datetime.now(UTC))
    print(f"{place.name} has a new key. Case keys wrapped with it: {wrapped}.")
    return 0


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """Write the root key where there is none; 1 when there is one already, 2 when the halves do not fit."""
    try:
        root = join(*options.halves)
    except ValueError as error:
        print(f"tutela: {error}")
        return 2
    file = settings.keys / "root.secret"
    if file.exists():
        same = file.read_bytes() == root
        print("This is the root key already in place." if same else "Another root key is in place. Move it away first.")
        return 0 if same else 1
    settings.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o400)
    file.chmod(0o600)
    file.write_bytes(root)
    file.chmod(0o400)
    print(f"The root key is back. Its mark: {mark(root)}")
    return 0


def mark(key: bytes) -> str:
    """Twelve characters by which two people can tell over the telephone whether they mean the same key."""
    return base64.b32encode(sha256(b"tutela key mark" + key).digest()[:8]).decode()[:12].lower()


def split(key: bytes) -> tuple[str, str]:
    """Two halves that are each random alone: a pad, and the key with the pad laid over it. Each ends in a check."""
    import secrets

    pad = secrets.token_bytes(len(key))
    return _write(pad), _write(bytes(a ^ b for a, b in zip(key, pad, strict=True)))


def join(first: str, second: str) -> bytes:
    """The key of two halves, in either order, however they are spaced. Raises `ValueError` when one was mistyped."""
    return bytes(a ^ b for a, b in zip(_read(first), _read(second), strict=True))


def _write(half: bytes) -> str:
    text = base64.b32encode(half + sha256(half).digest()[:3]).decode().rstrip("=").lower()
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def _read(text: str) -> bytes:
    plain = "".join(text.split()).upper()
    try:
        read = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError:
        raise ValueError(f"“{text[:9]}…” is not a half of a recovery sheet") from None
    half, check = read[:-3], read[-3:]
    if len(half) != 2 * HALF_BYTES or sha256(half).digest()[:3] != check:
        raise ValueError(f"“{text[:9]}…” was mistyped, or belongs to something else")
    return half
