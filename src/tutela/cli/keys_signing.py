"""`tutela keys rotate signing`, `distrust`, `public`: another signing key, and which of the old ones still count.

The order of the steps is what keeps the gateway filtering: everybody knows the next key before it signs, what is in
force is signed with it, and only then does the old one lose its trust. A change that was cut off is finished by the
same command.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tutela import keyring
from tutela.cli.application import migrate, open_application
from tutela.filtering import snapshot
from tutela.keyring import NotVerified, RingKey
from tutela.keys import Change, KeyFolder, KeyFolderError
from tutela.settings import Settings
from tutela.web.backups.creating import alone
from tutela.web.backups.faults import BackupFault

DONE, CUT_OFF, REFUSED = 0, 1, 2
WHO = "command-line"


class _NotPublished(Exception):
    """Something in force cannot be published anew; the message says what and why."""


def add_arguments(actions: Any) -> None:
    distrusting = actions.add_parser(
        "distrust", help="let nothing count that a replaced signing key signed since a day"
    )
    distrusting.add_argument("mark", metavar="MARK", help="the key, as `tutela keys list` calls it")
    add_day(distrusting, "--since", "from when on somebody else may have had it", required=True)
    distrusting.set_defaults(run=distrust)
    telling = actions.add_parser(
        "public", help="the signed list of all public keys, for people who check files of ours"
    )
    telling.add_argument("--out", type=Path, metavar="FILE", help="write it there; else it is printed")
    telling.set_defaults(run=public)
    checking = actions.add_parser("check", help="whether we signed a certificate, and whether its key counted then")
    checking.add_argument("file", type=Path, metavar="FILE", help="the certificate of a destruction, as it was saved")
    checking.set_defaults(run=check)


def add_day(parser: argparse.ArgumentParser, name: str, words: str, *, required: bool = False) -> None:
    """An option that takes a day or a moment in ISO 8601."""
    parser.add_argument(name, type=_moment, metavar="DAY", required=required, help=f"{words}: 2026-11-20, or a moment")


def rotate(options: argparse.Namespace, settings: Settings) -> int:
    """0 when all is done, 1 when it was cut off and is to be called again, 2 when it was refused before it began."""
    since = _in_zone(options.distrusted_since, settings)
    if since is not None and since > datetime.now(UTC):
        return _say("That day is still to come.", REFUSED)
    folder = KeyFolder(settings.keys)
    try:
        settings.make_folders()
        folder.ensure()
        open_application(settings)
        migrate()
        with alone(settings), folder.changing():
            if (unfinished := folder.unfinished_change()) is not None:
                print("A change that was begun before is finished now.")
                if unfinished.distrusted_since != since:
                    print("What this command says of the old key is not looked at. See: tutela keys distrust")
            _change(folder, folder.begin_change(since), settings)
    except (KeyFolderError, BackupFault) as error:
        return _say(str(error), REFUSED)
    except (_NotPublished, OSError) as error:
        return _say(f"{error} The change is not complete. Mend this, then run the same command again.", CUT_OFF)
    return DONE


def _change(folder: KeyFolder, change: Change, settings: Settings) -> None:
    from tutela.web.core import signing_keys
    from tutela.web.core.actor import SystemActor

    since = change.distrusted_since
    ring = folder.switch(change, datetime.now(UTC))
    if since is not None:
        # from the records, since what lies there may be by whoever had the key
        for words in _publish_anew(settings):
            print(words)
    key = folder.signing_key()
    signed, left = snapshot.sign_anew(settings.snapshots, key, ring, before=since)
    in_force = {f"{name}.manifest" for name in snapshot.names_in_force(settings.snapshots)}
    if since is not None and (stays := sorted(in_force.intersection(left))):
        raise _NotPublished(
            f"{', '.join(stays)} may be by somebody else, and is in no record here: publish it with `tutela policy "
            "publish`, or take it away."
        )
    if since is not None:
        ring = folder.distrust(change.replaced, since)
    at, actor = datetime.now(UTC), SystemActor(WHO)
    signing_keys.note_rotated(actor, ring.newest, at=at)
    replaced = ring.get(change.replaced)
    if since is not None and replaced is not None:
        signing_keys.note_distrusted(actor, replaced, at=at)
    folder.end_change()
    print(f"There is a new signing key, {ring.newest.mark}. What is in force is signed with it: {signed} files.")
    _tell_old(replaced)
    print(f"Tell it to those who check files of ours: {ring.newest.public.hex()}")
    print("The list of all keys, for them: tutela keys public --out keys.json")


def distrust(options: argparse.Namespace, settings: Settings) -> int:
    """0 when it is done, 2 when there is no such key, or it is the one that signs now."""
    folder = KeyFolder(settings.keys)
    since = _in_zone(options.since, settings)
    try:
        folder.ensure()
        key = next((one for one in folder.ring().keys if one.mark == options.mark), None)
        if key is None or since is None or since > datetime.now(UTC):
            return _say("There is no such key, or that day is still to come. See: tutela keys list", REFUSED)
        open_application(settings)
        migrate()
        with folder.changing():
            ring = folder.distrust(key.public, since)
    except KeyFolderError as error:
        return _say(str(error), REFUSED)
    from tutela.web.core import signing_keys
    from tutela.web.core.actor import SystemActor

    changed = ring.get(key.public)
    assert changed is not None
    signing_keys.note_distrusted(SystemActor(WHO), changed, at=datetime.now(UTC))
    _tell_old(changed)
    return DONE


def public(options: argparse.Namespace, settings: Settings) -> int:
    """0; 2 when the file cannot be written."""
    folder = KeyFolder(settings.keys)
    folder.ensure()
    text = keyring.publish(folder.ring(), folder.signing_key())
    if options.out is None:
        print(text.decode(), end="")
        return DONE
    try:
        options.out.write_bytes(text)
    except OSError as error:
        return _say(f"{options.out} cannot be written: {error.strerror}", REFUSED)
    print(f"{options.out} has all our public keys. It proves itself with the newest one, told by another way:")
    print(folder.ring().newest.public.hex())
    return DONE


def check(options: argparse.Namespace, settings: Settings) -> int:
    """0 when the certificate holds, 1 when it does not, 2 when the file is none."""
    try:
        text, _, signature = options.file.read_text("utf-8").strip().rpartition("\n\n")
        told = json.loads(text)
        made_at, message = datetime.fromisoformat(told["destroyed_at"]), f"{told['format']}\n{text}".encode()
        signed = bytes.fromhex(signature)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return _say(f"{options.file} is no certificate that can be read: {error}", REFUSED)
    try:
        signer = KeyFolder(settings.keys).ring().verify(signed, message, made_at)
    except NotVerified as error:
        return _say(f"This certificate {error}.", CUT_OFF)
    print(f"This certificate is as we signed it, with the key {signer.mark}.")
    return DONE


def _publish_anew(settings: Settings) -> Iterator[str]:
    """Put in force, from the records, what the network enforces and what is looked for; each is said."""
    from tutela.web.core.actor import SystemActor
    from tutela.web.establishments import queries as establishments
    from tutela.web.filters.operations import publishing

    in_force, at = snapshot.names_in_force(settings.snapshots), datetime.now(UTC)
    try:
        for establishment in establishments.list_establishments():
            if establishment.slug in in_force:
                actor = SystemActor(WHO, establishment.pk)
                made = publishing.publish_policy(actor=actor, at=at, establishment=establishment)
                yield f"{made.name} version {made.version} is in force, made anew from the records."
        if publishing.DETECTION in in_force:
            publishing.publish_detection(actor=SystemActor(WHO), at=at, anew=True)
    except publishing.FAULTS as error:
        raise _NotPublished(f"The policy in force cannot be published anew: {error}") from error


def _tell_old(key: RingKey | None) -> None:
    if key is None:
        return
    if key.distrusted_since is None:
        print(f"What {key.mark} signed still holds.")
        return
    print(f"What {key.mark} signed since {key.distrusted_since:%-d %B %Y %H:%M} UTC counts for nothing.")
    print("Go on with docs/how-to/change-a-key.md: key cards, certificates and files of that time are made anew.")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _in_zone(moment: datetime | None, settings: Settings) -> datetime | None:
    """A day begins when it does where we are."""
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.time_zone))).astimezone(UTC)


def _say(words: str, status: int) -> int:
    print(f"tutela: {words}", file=sys.stderr)
    return status
