"""`tutela keys rotate root`: another root key, so that the sheets of the old one open nothing that is here.

Before the old key is destroyed, what stays of it (a key for each purpose, sealed under the new one) is read back and
proved to open every row. From then on the new key is in place and everything can be read; rows are sealed anew one by
one while people work. A change that was cut off anywhere is finished by the same command.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from tutela.cli.application import migrate, open_application
from tutela.keys import NEXT_ROOT, KeyFolder, KeyFolderError
from tutela.settings import Settings
from tutela.web.backups.creating import alone
from tutela.web.backups.faults import BackupFault
from tutela.web.backups.keybundle import ROOT_MARK
from tutela.web.backups.written import mark

DONE, CUT_OFF, REFUSED = 0, 1, 2
SAID_EVERY = 1000
CHANGE, FORMER = "root-change.json", "root-former.json"


class _NotProved(Exception):
    """Something would not open with the new key alone; the message says what. With what is kept it does."""


def rotate(settings: Settings) -> int:
    """0 when all is under the new key, 1 when it was cut off and is to be called again, 2 when it was refused."""
    folder = KeyFolder(settings.keys)
    try:
        settings.make_folders()
        folder.ensure()
        open_application(settings)
        migrate()
        with alone(settings), folder.changing():
            _change(folder)
    except (KeyFolderError, BackupFault) as error:
        print(f"tutela: {error}", file=sys.stderr)
        return REFUSED
    except _NotProved as error:
        print(f"tutela: {error}", file=sys.stderr)
        return CUT_OFF
    return DONE


def list_former(keys: Any) -> dict[str, str]:
    """The marks of root keys that were here before, each with the moment at which another took its place."""
    try:
        told: dict[str, str] = json.loads((keys / FORMER).read_bytes())
    except FileNotFoundError:
        return {}
    return told


def is_unfinished(keys: Any) -> bool:
    """Whether a change was cut off."""
    return bool((keys / CHANGE).exists())


def _change(folder: KeyFolder) -> None:
    from django.db import transaction

    from tutela.web.core import audit, checkpoints, sealing
    from tutela.web.core.actor import SystemActor, acting_as
    from tutela.web.establishments import queries as establishments
    from tutela.web.project import sealed_by_root

    places = list(establishments.list_establishments())
    if is_unfinished(folder.path):
        print("A change that was begun before is finished now.")
        replaced = json.loads((folder.path / CHANGE).read_bytes())["replaced"]
    else:
        replaced = mark(folder.secret("root"))
        folder.put(CHANGE, json.dumps({"replaced": replaced}).encode())
    with acting_as(SystemActor("command-line")) as actor:
        if mark(folder.secret("root")) == replaced:
            _switch(folder, [place.pk for place in places])
        for file in folder.path.glob("root-kept-*.sealed"):
            if mark(folder.secret("root")) not in file.name:
                file.unlink()
        folder.put(ROOT_MARK, f"{mark(folder.secret('root'))}\n".encode())
        (folder.path / ROOT_MARK).chmod(0o600)
        former = list_former(folder.path)
        folder.put(FORMER, json.dumps({replaced: datetime.now(UTC).isoformat(), **former}).encode())
        done = sealed_by_root.seal_anew(lambda words: print(f"  {words}"))
        for place in places:
            wrapped = sealing.rotate_establishment_key(actor, place.pk, at=datetime.now(UTC), progress=_say_progress)
            print(f"  Case keys of {place.name}: {wrapped}")
        found = sealed_by_root.prove(lambda purpose: bytes(sealing.installation_subkey(purpose)))
        closed = sealed_by_root.prove(sealing.installation_subkey, staying=True).closed
        if behind := set(found.closed) - set(closed):
            raise _NotProved(f"{min(behind)} was sealed with the old key meanwhile. Run the same command again.")
        for name in closed:
            print(f"  {name} opens with no key, and did not before.")
        with transaction.atomic():
            at = datetime.now(UTC)
            audit.record(actor, "root-key.rotate", f"root-key:{mark(folder.secret('root'))}", at=at, count=done)
            checkpoints.make_now(at)
    (folder.path / CHANGE).unlink()
    print(f"There is a new root key, {mark(folder.secret('root'))}. {found.opened} rows were opened with it alone.")
    print(f"The sheets of {replaced} open nothing here any more; keep them for the back-ups made until now.")


def _say_progress(done: int, all_: int) -> None:
    if done % SAID_EVERY == 0:
        print(f"  Case keys: {done} of {all_}", flush=True)


def _switch(folder: KeyFolder, establishment_ids: list[int]) -> None:
    """Make the next root key, prove that all opens with it and with what is kept, and destroy the old one."""
    from tutela.web.core import root_key, sealing
    from tutela.web.project import sealed_by_root

    old, new = folder.secret("root"), folder.secret(NEXT_ROOT)
    kept = root_key.seal_kept(folder.path, old, new, root_key.list_purposes(establishment_ids))
    folder.put(root_key.file_of_kept(folder.path, new).name, kept)
    before = sealed_by_root.prove(sealing.installation_subkey, staying=True)
    after = sealed_by_root.prove(lambda purpose: root_key.subkey_under(folder.path, new, purpose), staying=True)
    if lost := set(after.closed) - set(before.closed):
        raise _NotProved(f"{min(lost)} would not open any more. Nothing was changed; the old key stays.")
    print(f"{after.opened} rows open with the new root key and what is kept of the old one.")
    folder.switch_root()
