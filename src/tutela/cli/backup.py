"""`tutela backup`: copies that this machine cannot read, each of them put back before it counts."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutela.cli import backup_keys
from tutela.cli.application import migrate, open_application
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.backups import creating, opening, places, recipients, rehearsing, restoring
from tutela.web.backups.faults import BackupFault, WrongKey

if TYPE_CHECKING:
    from tutela.web.backups.rehearsing import Rehearsed

ACTOR = "back-ups"


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("backup", help="make, prove and put back copies of everything")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    making = actions.add_parser(
        "create", help="make a back-up while everything runs, put it back in a corner, examine it"
    )
    making.add_argument("--to", type=Path, metavar="FOLDER", help="where; the folder of the settings unless given")
    making.add_argument("--only-make", action="store_true", help="do not put it back and examine it")
    making.set_defaults(run=_told(create))
    listing = actions.add_parser("list", help="which back-ups lie in a folder, and who can open each")
    listing.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    listing.add_argument("--json", action="store_true", help="one object per line: name, made_at, bytes, sealed_to")
    listing.set_defaults(run=_told(list_backups))
    proving = actions.add_parser("verify", help="a restore drill: open it with a person's key, put it back, examine it")
    proving.add_argument("file", type=Path, metavar="FILE")
    _add_key(proving)
    proving.set_defaults(run=_told(verify))
    restore_ = actions.add_parser("restore", help="put a back-up into new folders")
    restore_.add_argument("file", type=Path, metavar="FILE")
    _add_key(restore_)
    restore_.set_defaults(run=_told(restore))
    keying = actions.add_parser("key", help="make the key of somebody who can open back-ups, to be kept on paper")
    keying.add_argument("--for", dest="name", required=True, metavar="NAME")
    keying.set_defaults(run=_told(make_key))
    # what a fresh process does for the others: not for people
    examining = actions.add_parser("examine")
    examining.set_defaults(run=examine)


def _add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="a file with the lines of your key; asked for unless given"
    )
    parser.add_argument(
        "--sheet",
        type=Path,
        action="append",
        metavar="FILE",
        help="a file with one person's half of the root key; give it twice, or the two are asked for where needed",
    )


def _told(action: Any) -> Any:
    """Run it; what can go wrong is one line and status 2."""

    def run(options: argparse.Namespace, settings: Settings) -> int:
        try:
            return int(action(options, settings))
        except (BackupFault, recipients.BadRecipient) as error:
            print(f"tutela: {error}", file=sys.stderr)
            return 2

    return run


def create(options: argparse.Namespace, settings: Settings) -> int:
    """0 when it was made and proved, 1 when what was put back was not right, 2 when it could not be made."""
    to = options.to or settings.backup_folder
    if to is None:
        raise BackupFault("Say where: give --to FOLDER, or set backup_folder.")
    people = recipients.parse_all(settings.backup_recipients)
    open_application(settings)
    migrate()
    from tutela.web.core import checkpoints

    at = datetime.now(UTC)
    checkpoints.make_now(at)
    made = creating.create(settings, to.absolute(), people, at, _say)
    print(f"{made.path}  {_megabytes(made.size_bytes)}, {len(made.manifest.parts)} parts")
    print(f"Sealed to {', '.join(one.name for one in people)}. This machine cannot open it again.")
    for words in made.manifest.left_out:
        print(words)
    status = 0
    if not options.only_make:
        rehearsed = rehearsing.rehearse(settings, made.path, made.key, KeyFolder(settings.keys).secret("root"), _say)
        status = _note_and_say(rehearsed, made.path.name, "read-back", "")
    missing = _note_and_spread(settings, made, at, people, is_in_place=options.to is None)
    return 1 if status or missing else 0


def _note_and_spread(
    settings: Settings, made: creating.Made, at: datetime, people: Sequence[recipients.Recipient], *, is_in_place: bool
) -> bool:
    """Write down that it was made; from the folder of the settings it goes on to the others. Whether one is missing."""
    from tutela.web.backups import operations
    from tutela.web.core.actor import SystemActor

    actor, missing = SystemActor(ACTOR), False
    row = operations.note_backup(
        actor=actor,
        at=datetime.now(UTC),
        made_at=at,
        name=made.path.name,
        size_bytes=made.size_bytes,
        sha256=made.sha256,
        rows=sum(made.manifest.rows.values()),
        sealed_to=tuple(one.name for one in people),
    )
    for place in places.list_places(settings) if is_in_place else ():
        lies = places.bring(made.path, made.sha256, place)
        operations.note_copy(
            actor=actor,
            at=datetime.now(UTC),
            backup=row,
            place=place.word,
            device=lies.device,
            well=lies.well,
            words=lies.words,
        )
        missing |= not lies.well
        print(lies.words or f"A whole copy lies in {place.folder}.")
        if lies.well:
            places.thin_out(place, settings.backup_keep)
    return missing


def list_backups(options: argparse.Namespace, settings: Settings) -> int:
    """The heads alone are read; nothing is opened."""
    folder = options.folder or settings.backup_folder
    if folder is None:
        raise BackupFault("Say where: give the folder, or set backup_folder.")
    if not folder.is_dir():
        raise BackupFault(f"There is no folder {folder}.")
    found = sorted(folder.glob(f"*{creating.ENDING}"))
    for file in found:
        try:
            head = opening.get_head(file)
        except BackupFault as error:
            print(f"tutela: {error}", file=sys.stderr)
            continue
        people, size = [one.name for one in head.recipients], file.stat().st_size
        if options.json:
            told = {"name": file.name, "made_at": head.made_at, "bytes": size, "sealed_to": people}
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"{file.name}  {_megabytes(size)}  sealed to {', '.join(people)}")
    if not found and not options.json:
        print(f"There is no back-up in {folder}.")
    return 0


def verify(options: argparse.Namespace, settings: Settings) -> int:
    """0 when everything was right, 1 when something was not (the drill is noted all the same), 2 when it cannot be."""
    person, key = _open_with_key(options)
    root = _root(options, settings, options.file)
    has_records = (settings.data / "tutela.sqlite3").exists() or bool(settings.database)
    try:
        rehearsed = rehearsing.rehearse(settings, options.file, key, root, _say)
    except WrongKey:
        raise
    except BackupFault as error:
        print(f"tutela: {error}", file=sys.stderr)
        if has_records:
            _note(settings, options.file.name, person, faults=(str(error),))
        return 1
    if not has_records:
        return _say_found(rehearsed)
    open_application(settings)
    migrate()
    return _note_and_say(rehearsed, options.file.name, "drill", person)


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """0 when the records are back and were found right, 2 when they could not be put back."""
    _, key = _open_with_key(options)
    root = _root(options, settings, options.file)
    examined = restoring.restore(settings, options.file, key, root, _say)
    for loss in examined.losses:
        print(f"{loss} All else is back: look for the file in an older back-up.")
    print(f"The records are back in {settings.data}, their keys in {settings.keys}.")
    print(
        f"{examined.rows} rows, {examined.entries} entries of the audit proved, {examined.sealed} sealed texts opened."
    )
    print("Everybody signs in again. Start with: tutela up")
    return 0


def make_key(options: argparse.Namespace, _settings: Settings) -> int:
    """The private half is printed and kept nowhere; the public one goes into the settings."""
    recipient, private = recipients.make_pair(options.name)
    print("\n".join(backup_keys.sheet(recipient.name, private)))
    print("\nAdd this line to backup_recipients in tutela.toml; it is no secret:\n", file=sys.stderr)
    print(f'  "{recipient.line}"', file=sys.stderr)
    return 0


def examine(_options: argparse.Namespace, settings: Settings) -> int:
    """Examine restored records of which the manifest comes on standard input; one JSON object is the answer."""
    import msgspec

    from tutela.cli.backup_examine import examine_records
    from tutela.web.backups.manifest import Manifest

    told = msgspec.json.decode(sys.stdin.buffer.read(), type=Manifest)
    print(msgspec.json.encode(examine_records(settings, told)).decode())
    return 0


def _open_with_key(options: argparse.Namespace) -> tuple[str, bytes]:
    people = ", ".join(one.name for one in opening.get_head(options.file).recipients)
    private = backup_keys.read_private(options.key, f"Type the seven lines of the back-up key of one of: {people}")
    return opening.get_key(options.file, private)


def _root(options: argparse.Namespace, settings: Settings, file: Path) -> bytes:
    """The root key of the folder, else of the two sheets. Raises `WrongKey` when the back-up belongs to another."""
    head = opening.get_head(file)
    there = settings.keys / "root.secret"
    if options.sheet or not there.exists():
        root = backup_keys.read_root(options.sheet or ())
    else:
        root = KeyFolder(settings.keys).secret("root")
    opening.check_root(head, root)
    return root


def _note_and_say(rehearsed: "Rehearsed", name: str, kind: str, person: str) -> int:
    from tutela.web.backups import operations
    from tutela.web.core.actor import SystemActor

    examined = rehearsed.examined
    operations.note_proof(
        actor=SystemActor(ACTOR),
        at=datetime.now(UTC),
        kind=kind,
        name=name,
        opened_by=person,
        made_at=datetime.fromisoformat(rehearsed.made_at),
        faults=(*examined.faults, *examined.losses),
        seconds=rehearsed.seconds,
        parts=rehearsed.parts,
        rows=examined.rows,
        entries=examined.entries,
        sealed=examined.sealed,
    )
    return _say_found(rehearsed)


def _note(settings: Settings, name: str, person: str, *, faults: Sequence[str]) -> None:
    open_application(settings)
    migrate()
    from tutela.web.backups import operations
    from tutela.web.core.actor import SystemActor

    at = datetime.now(UTC)
    operations.note_proof(
        actor=SystemActor(ACTOR),
        at=at,
        kind="drill",
        name=name,
        made_at=at,
        opened_by=person,
        faults=tuple(faults),
        seconds=0.0,
    )


def _say_found(rehearsed: "Rehearsed") -> int:
    examined = rehearsed.examined
    for fault in (*examined.faults, *examined.losses):
        print(fault)
    print(
        f"Put back in {rehearsed.seconds:.1f} seconds: {rehearsed.parts} parts with their hashes, "
        f"{examined.rows} rows, {examined.entries} entries of the audit, {examined.sealed} sealed texts opened."
    )
    if examined.exhibits or examined.measured:
        print(
            f"{examined.exhibits} exhibits are what came in, by their SHA-256; {examined.measured} could only be "
            "measured, since half of their key is not at hand."
        )
    print("Something is wrong with this back-up." if examined.is_wrong else "The back-up is sound.")
    return 1 if examined.is_wrong else 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
