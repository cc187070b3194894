"""`tutela keys`: which keys there are, the sheets on which the most important one is written down, and new ones."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutela.cli import keys_root, keys_signing
from tutela.cli.application import migrate, open_application
from tutela.cli.backup_keys import read_root
from tutela.keyring import in_words
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.backups import opening, written
from tutela.web.backups.faults import BackupFault, WrongKey
from tutela.web.backups.keybundle import ROOT, ROOT_MARK
from tutela.web.backups.written import mark

GROUP = 4


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("keys", help="look after the keys")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="which keys there are, and marks by which to tell them apart")
    listing.set_defaults(run=show)
    writing = actions.add_parser("sheet", help="print the root key in two halves, for two people to keep apart")
    writing.add_argument("--half", type=int, choices=(1, 2), help="print one half only, of the halves in short form")
    writing.add_argument("--for", dest="people", nargs=2, metavar="NAME", help="a page for each of two people")
    writing.add_argument("--out", type=Path, metavar="FOLDER", help="write the two pages as files there")
    writing.set_defaults(run=sheet)
    rotating = actions.add_parser("rotate", help="make a next key and wrap with it what the old one wrapped")
    rotating.add_argument(
        "what", nargs="?", choices=("establishment", "session", "signing", "root"), default="establishment"
    )
    rotating.add_argument("--establishment", metavar="SLUG", help="where; the first one unless named")
    rotating.add_argument(
        "--forget-old", action="store_true", help="session: what the old key signed counts no more; everybody signs in"
    )
    rotating.add_argument(
        "--for", dest="people", nargs=2, metavar="NAME", help="root: a new sheet for each of two people"
    )
    rotating.add_argument("--out", type=Path, metavar="FOLDER", help="root: write the two sheets as files there")
    keys_signing.add_day(rotating, "--distrusted-since", "signing: what the old key signed from then on counts no more")
    rotating.set_defaults(run=rotate)
    keys_signing.add_arguments(actions)
    recovering = actions.add_parser("recover", help="put the root key back from the sheets of two people")
    recovering.add_argument(
        "--sheet", type=Path, action="append", metavar="FILE", help="a sheet typed into a file; asked for unless given"
    )
    recovering.add_argument("--backup", type=Path, metavar="FILE", help="a back-up that the key must belong to")
    recovering.set_defaults(run=recover)
    restoring = actions.add_parser("restore", help="the same from two halves in short form, as arguments")
    restoring.add_argument("halves", nargs=2, metavar="HALF")
    restoring.set_defaults(run=restore)


def show(_options: argparse.Namespace, settings: Settings) -> int:
    """Names and marks; no key can be had from its mark."""
    folder = KeyFolder(settings.keys)
    folder.ensure()
    for file in sorted(Path(settings.keys).glob("*.secret")):
        print(f"{file.stem:14} {mark(folder.secret(file.stem))}")
    for line in in_words(folder.ring()):
        print(f"{'signing':14} {line}")
    return 0


def sheet(options: argparse.Namespace, settings: Settings) -> int:
    """Either half alone says nothing about the key; whoever has both, and the data, reads everything."""
    folder = KeyFolder(settings.keys)
    folder.ensure()
    root = folder.secret("root")
    _keep_mark(settings.keys, root)
    if options.people:
        return _print_pages(options.people, options.out, root)
    print(f"Recovery sheet of the records in {settings.data}")
    print(f"Mark of the root key: {mark(root)}")
    for number, half in enumerate(split(root), start=1):
        if options.half in (None, number):
            print(f"\nHalf {number} of 2. Keep it on paper, apart from the other, where nobody else finds it.")
            print(f"  {half}")
    return 0


def rotate(options: argparse.Namespace, settings: Settings) -> int:
    """Of an establishment's only what wraps the case keys is made anew, no text. 2 when there is no such one."""
    if options.what == "session":
        return _rotate_session(settings, forget_old=options.forget_old)
    if options.what == "signing":
        return keys_signing.rotate(options, settings)
    if options.what == "root":
        return _rotate_root(options, settings)
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


def _rotate_root(options: argparse.Namespace, settings: Settings) -> int:
    if not options.people:
        print("tutela: say for whom the new sheets are: --for NAME NAME", file=sys.stderr)
        return 2
    if options.out is not None and options.out.exists() and any(options.out.iterdir()):
        print(f"tutela: {options.out} is not empty. Name a new folder for the sheets.", file=sys.stderr)
        return 2
    if (status := keys_root.rotate(settings)) != 0:
        return status
    return _print_pages(options.people, options.out, KeyFolder(settings.keys).secret("root"))


def _rotate_session(settings: Settings, *, forget_old: bool) -> int:
    folder = KeyFolder(settings.keys)
    folder.ensure()
    print(f"There is a new key for sessions, {mark(folder.replace('session', forget_old=forget_old))}.")
    print("Everybody signs in again" if forget_old else "Everybody stays signed in", end=" ")
    print("once Tutela is started again, which makes it count.")
    return 0


def recover(options: argparse.Namespace, settings: Settings) -> int:
    """0 when the proved key is in place, 1 when another one is, 2 when the halves do not fit."""
    try:
        root = read_root(options.sheet or ())
        wanted = _wanted_mark(options.backup, settings.keys)
        if options.backup is None and (until := keys_root.list_former(settings.keys).get(mark(root))):
            raise WrongKey(
                f"These sheets are of the key {mark(root)}, which another replaced on {until[:10]}. They open back-ups "
                f"from before that day, and nothing here. Look for the sheets with the mark {wanted}."
            )
        if wanted and mark(root) != wanted:
            raise WrongKey(f"These halves make the key {mark(root)}; the one that is wanted is {wanted}.")
    except BackupFault as error:
        print(f"tutela: {error}", file=sys.stderr)
        return 2
    if not wanted:
        print("There was nothing to prove it against: compare its mark with that on the sheets.")
    return _put(root, settings)


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """Write the root key where there is none; 1 when there is one already, 2 when the halves do not fit."""
    try:
        root = join(*options.halves)
    except ValueError as error:
        print(f"tutela: {error}")
        return 2
    return _put(root, settings)


def split(key: bytes) -> tuple[str, str]:
    """Two halves that are each random alone: a pad, and the key with the pad laid over it. Each ends in a check."""
    first, second = (written.write_in_one(half, written.HALF) for half in _halves(key))
    return _grouped(first), _grouped(second)


def join(first: str, second: str) -> bytes:
    """The key of two halves, in either order, however they are spaced. Raises `ValueError` when one was mistyped."""
    halves = (written.read(first.lower(), written.HALF), written.read(second.lower(), written.HALF))
    return bytes(a ^ b for a, b in zip(*halves, strict=True))


def _halves(key: bytes) -> tuple[bytes, bytes]:
    pad = os.urandom(len(key))
    return pad, bytes(a ^ b for a, b in zip(key, pad, strict=True))


def _print_pages(people: Sequence[str], out: Path | None, root: bytes) -> int:
    """One page for each of two people, on the screen with a page break between, or as files for them alone."""
    pages = [
        "\n".join(_page(person, other, half, root))
        for person, other, half in zip(people, reversed(people), _halves(root), strict=True)
    ]
    if out is None:
        print("\n\f".join(pages))
        return 0
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number, page in enumerate(pages, start=1):
        file = out / f"root-key-half-{number}.txt"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as kept:
            kept.write(page + "\n")
        print(f"{file}  for {people[number - 1]}. Print it and delete the file.")
    return 0


def _page(person: str, other: str, half: bytes, root: bytes) -> list[str]:
    today = datetime.now(UTC).astimezone()
    return [
        f"RECOVERY SHEET of {person}",
        f"Mark of the root key: {mark(root)}    Printed: {today:%-d %B %Y}",
        "",
        "This is one of two halves of the key that opens the safeguarding records. Alone it opens nothing.",
        f"The other half is with {other}. Never keep the two together, nor either beside the computer.",
        "",
        *(f"    {line}" for line in written.write(half, written.HALF)),
        "",
        "Each line: its number, eight letters or figures (a to z, 2 to 7), two check digits.",
        "When the computer is lost: tutela backup restore asks for both halves, one person after the other.",
        "When the root key alone is lost: tutela keys recover.",
        "When one of you leaves: print new sheets for two people, and shred these.",
    ]


def _keep_mark(keys: Path, root: bytes) -> None:
    """The mark stays beside the key, so that a key from paper can be proved when the other is gone."""
    file = keys / ROOT_MARK
    if not file.exists() or file.read_text("ascii").strip() != mark(root):
        file.write_text(f"{mark(root)}\n", "ascii")
        file.chmod(0o600)


def _wanted_mark(backup: Path | None, keys: Path) -> str:
    """The mark of the key that is looked for; empty where nothing tells it. Raises `BackupFault`."""
    if backup is not None:
        return opening.get_head(backup).root_mark
    file = keys / ROOT_MARK
    return file.read_text("ascii").strip() if file.exists() else ""


def _put(root: bytes, settings: Settings) -> int:
    file = settings.keys / ROOT
    if file.exists():
        same = file.read_bytes() == root
        print("This is the root key already in place." if same else "Another root key is in place. Move it away first.")
        return 0 if same else 1
    settings.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.part")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as kept:
        kept.write(root)
        kept.flush()
        os.fsync(kept.fileno())
    draft.rename(file)
    print(f"The root key is back. Its mark: {mark(root)}")
    return 0


def _grouped(letters: str) -> str:
    return " ".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))
