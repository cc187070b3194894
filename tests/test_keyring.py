"""The ring of signing keys: who followed whom, what each still proves, and a change that was killed at any step."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.keys import change
from tutela import keyring
from tutela.keyring import BadRing, NotVerified, UnknownSigner, is_succession
from tutela.keys import KeyFolder, KeyFolderError

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
CHANGE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from tutela.keys import KeyFolder
left = [int(sys.argv[2])]
def count(event, given):
    # whatever is opened, linked, renamed or removed in the folder is a step after which the power may go
    if event in ("open", "os.link", "os.rename", "os.remove") and sys.argv[1] in str(given[0]):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
folder = KeyFolder(Path(sys.argv[1]))
sys.addaudithook(count)
with folder.changing():
    folder.switch(folder.begin_change(), datetime.now(UTC))
    folder.end_change()
"""


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    made = KeyFolder(tmp_path / "keys")
    made.ensure()
    return made


def test_what_the_old_key_signed_holds_and_the_new_one_signs_from_now_on(folder: KeyFolder) -> None:
    old = folder.signing_key()
    before = old.sign(b"policy")
    ring = change(folder)
    assert ring == KeyFolder(folder.path).ring()
    assert ring.verify(before, b"policy", NOW - DAY).public == old.public_key().public_bytes_raw()
    after = folder.signing_key().sign(b"policy")
    assert ring.verify(after, b"policy", datetime.now(UTC)) is ring.newest
    assert old.private_bytes_raw() not in [file.read_bytes() for file in folder.path.iterdir()]
    with pytest.raises(NotVerified, match="which another replaced on"):
        ring.verify(before, b"policy", datetime.now(UTC) + DAY)
    with pytest.raises(UnknownSigner):
        ring.verify(before, b"another policy", NOW)
    assert {file.stat().st_mode & 0o777 for file in folder.path.glob("signing*")} == {0o400}


def test_what_a_distrusted_key_signed_since_that_day_counts_for_nothing_and_it_is_said_why(folder: KeyFolder) -> None:
    signature = folder.signing_key().sign(b"policy")
    ring = change(folder, NOW - DAY)
    assert ring.verify(signature, b"policy", NOW - 2 * DAY)
    for made_at in (NOW - DAY, NOW, None):
        with pytest.raises(NotVerified, match=r"not relied on since .*: somebody else may have had it"):
            ring.verify(signature, b"policy", made_at)
    earlier = folder.distrust(ring.keys[0].public, NOW - 3 * DAY)
    with pytest.raises(NotVerified):
        earlier.verify(signature, b"policy", NOW - 2 * DAY)
    assert folder.distrust(ring.keys[0].public, NOW) == earlier, "a later day takes nothing back"
    with pytest.raises(KeyFolderError, match="This key signs now"):
        folder.distrust(ring.newest.public, NOW)


def test_who_knows_an_older_key_is_led_to_the_newest_and_by_nobody_elses(folder: KeyFolder, tmp_path: Path) -> None:
    first = folder.ring().newest.public
    change(folder)
    ring = change(folder)
    told = json.loads(json.dumps(ring.tell_earlier(ring.newest.public)))
    assert is_succession(told, first, ring.newest.public)
    other = KeyFolder(tmp_path / "other")
    other.ensure()
    other_ring = change(other)
    forged = [told[0], *json.loads(json.dumps(other_ring.tell()))[1:]]
    assert not is_succession(forged, first, other_ring.newest.public)
    assert not is_succession(told[1:], first, ring.newest.public)
    assert not is_succession("nonsense", first, ring.newest.public)
    with pytest.raises(BadRing, match="was not signed by"):
        keyring.from_told(forged)
    distrusted = folder.distrust(first, NOW).tell()
    assert not is_succession(distrusted, first, ring.newest.public)
    assert is_succession(distrusted, ring.keys[1].public, ring.newest.public)


def test_a_key_folder_from_before_there_were_rings_goes_on(folder: KeyFolder) -> None:
    (folder.path / "signing.ring").unlink()
    signature = folder.signing_key().sign(b"policy")
    assert folder.ring().verify(signature, b"policy", NOW - DAY)
    ring = change(folder)
    assert ring.verify(signature, b"policy", NOW - DAY)


def test_a_key_that_is_put_back_from_an_older_back_up_alone_is_refused(folder: KeyFolder) -> None:
    old = folder.signing_key().private_bytes_raw()
    change(folder)
    (folder.path / "signing.key").unlink()
    (folder.path / "signing.key").write_bytes(old)
    with pytest.raises(KeyFolderError, match="not the newest key"):
        folder.signing_key()


def test_a_change_that_is_killed_anywhere_leaves_a_key_that_signs_and_is_finished_by_the_next(tmp_path: Path) -> None:
    killed = 0
    for steps in range(200):
        folder = KeyFolder(tmp_path / f"keys-{steps}")
        folder.ensure()
        first = folder.signing_key().sign(b"policy")
        done = subprocess.run(
            [sys.executable, "-c", CHANGE, str(folder.path), str(steps)],
            check=False, capture_output=True, text=True, env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        ring = folder.ring()
        assert ring.verify(first, b"policy", NOW - DAY)
        assert ring.verify(folder.signing_key().sign(b"policy"), b"policy", datetime.now(UTC))
        if done.returncode == 0:
            break
        killed += 1
        begun = folder.begin_change()
        after = folder.switch(begun, datetime.now(UTC))
        folder.end_change()
        assert after.verify(first, b"policy", NOW - DAY)
        assert (len(after.keys), after.keys[-2].until is None) in ((2, False), (3, False))
        assert folder.signing_key().public_key().public_bytes_raw() == after.newest.public
        left = {one.name for one in folder.path.iterdir()} - {".change.lock"}
        assert left == {"root.secret", "signing.key", "signing.pub", "signing.ring"}
    assert killed > 20
