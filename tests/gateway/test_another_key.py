"""Another signing key while the school is online: nobody is let through or cut off, and new policies go on counting."""

import itertools
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from tests.gateway.running import BAD, GOOD, Edge
from tutela.filtering.snapshot import BadSnapshot, read_manifest

pytestmark = pytest.mark.engine


def rotate(edge: Edge, *more: str) -> "subprocess.CompletedProcess[str]":
    where = ["--data", str(edge.settings.data), "--keys", str(edge.settings.keys)]
    return subprocess.run(
        [sys.executable, "-m", "tutela.cli", "keys", "rotate", "signing", *more, *where],
        check=False, capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def test_the_gateway_filters_on_while_the_key_changes_and_takes_up_what_the_new_one_signed(edge: Edge) -> None:
    assert edge.get(f"http://{BAD}/").status == 403
    squid, over, found = edge.squid_pid(), threading.Event(), []

    def ask() -> None:
        for host, expected in itertools.cycle([(BAD, 403), (GOOD, 200)]):
            if over.is_set():
                return
            if (status := edge.get(f"http://{host}/during").status) != expected:
                found.append((host, status))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        done = rotate(edge)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "What is in force is signed with it: 2 files." in done.stdout
        newest = edge.keys.ring().newest.public
        assert edge.keys.signing_key().public_key().public_bytes_raw() == newest
        edge.publish(lambda policy: policy["always_open"].append({"host": "games.test", "kind": "learning"}))
        edge.wait_for(lambda: edge.get("http://games.test/").status == 200, "what was opened")
    finally:
        over.set()
        asking.join()
    assert found == []
    assert edge.squid_pid() == squid
    assert edge.status()["establishments"][0]["problem"] == ""
    assert not [one for one in edge.records("version") if one["what"] == "refused"]


def test_what_somebody_signs_with_a_stolen_key_is_refused_and_the_last_good_policy_serves_on(edge: Edge) -> None:
    stolen = edge.keys.signing_key()
    done = rotate(edge)
    assert done.returncode == 0, done.stdout + done.stderr
    replaced = edge.keys.ring().keys[-2]
    since = datetime.now(UTC) - timedelta(days=1)
    edge.keys.distrust(replaced.public, since)
    edge.wait_for(lambda: edge.status().get("serving"), "a gateway that serves")
    kept, folder = edge.keys.signing_key, edge.settings.snapshots
    before = (folder / "oakfield.manifest").read_bytes()
    edge.keys.signing_key = lambda: stolen  # type: ignore[method-assign]  what a thief would sign with
    try:
        opened = [{"host": BAD, "kind": "learning", "record": True}]
        edge.policy["always_open"] += opened
        edge.thread, thread = None, edge.thread  # nobody waits for it to be served
        edge.publish()
        edge.thread = thread
    finally:
        edge.keys.signing_key = kept  # type: ignore[method-assign]
    with pytest.raises(BadSnapshot, match="not relied on since"):
        read_manifest(folder, "oakfield", edge.keys.ring())
    edge.wait_for(lambda: "not relied on" in edge.status()["establishments"][0]["problem"], "a refusal that says why")
    assert edge.get(f"http://{BAD}/").status == 403
    assert edge.get(f"http://{GOOD}/").status == 200
    (folder / "oakfield.manifest").write_bytes(before)
    edge.wait_for(lambda: edge.status()["establishments"][0]["problem"] == "", "a school that is well again")
