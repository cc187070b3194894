"""A new snapshot proves itself beside the running gateway before anybody is filtered by it."""

import json
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.filtering.made import LESSON
from tests.gateway.running import BAD, GOOD, Edge
from tutela.filtering import defaults, snapshot
from tutela.filtering.compile import compile_index
from tutela.filtering.index import index_from_bytes
from tutela.filtering.ruleset import policy_from
from tutela.gateway import trial
from tutela.gateway.live import Live

SCHOOL = policy_from(defaults.default_policy({"id": 1, "slug": "oakfield", "name": "Oakfield Academy"}))


def index_of(entries: dict[str, list[str]]) -> bytes:
    return compile_index(entries, {name: defaults.described(name) for name in entries})


def starter() -> dict[str, list[str]]:
    return {name: list(hosts) for name, hosts in defaults.starter_lists().items()}


def test_every_site_of_the_librarys_lists_comes_out_as_the_policy_says() -> None:
    index = index_from_bytes(index_of(starter()))
    assert trial.look_through(SCHOOL, index, LESSON) == []
    reference = trial.StarterIndex()
    for host in trial.names_asked():
        found = {one.name for one in reference.sets[reference.find(host)]}
        assert found == {one.name for one in index.sets[index.find(host)]}


@pytest.mark.requirement("S0.14")
def test_an_index_that_has_lost_a_site_is_found_out_and_the_site_is_named() -> None:
    entries = starter()
    category, lost = next((name, hosts[0]) for name, hosts in entries.items() if name == "gambling")
    entries[category].remove(lost)
    wrong = trial.look_through(SCHOOL, index_from_bytes(index_of(entries)), LESSON)
    assert wrong == [f"{lost} must be blocked for Reception to Year 2 and would be open"]


def test_a_site_that_the_school_has_opened_itself_is_no_fault() -> None:
    entries = starter()
    host = entries["gambling"].pop(0)
    rule = {"id": "local-1", "action": "allow", "host": host, "path": "", "groups": [], "reason": "For a lesson"}
    content = defaults.default_policy({"id": 1, "slug": "oakfield", "name": "Oakfield Academy"}) | {
        "local_rules": [rule]
    }
    assert trial.look_through(policy_from(content), index_from_bytes(index_of(entries)), LESSON) == []


def test_many_faults_are_counted_and_the_first_are_named() -> None:
    assert trial.in_words(["a", "b", "c", "d", "e"]) == "a; b; c; and 2 more"
    assert trial.in_words([]) == ""


def test_on_trial_nothing_is_answered_from_the_snapshot_before(tmp_path: Path) -> None:
    from tests.gateway.test_answer import put
    from tutela.gateway.place import Place

    place = Place(tmp_path, "oakfield")
    place.live.mkdir(parents=True)
    put(place)
    live = Live(place.live, 3129, trial=True)
    live.refresh(0)
    assert live.version == 1
    (place.live / "live.json").write_text("{")
    live.refresh(0.01)
    assert (live.filter, live.version) == (None, 0)


def publish_unchecked(edge: Edge, entries: dict[str, list[str]]) -> int:
    """A snapshot with a right signature that the publisher did not look at: as a publisher with a fault makes it."""
    settings, table = edge.settings, index_of(entries)
    with snapshot.locked(settings.snapshots):
        version = snapshot.next_version(settings.snapshots, "oakfield")
        raw = json.dumps(edge.policy | {"version": version}).encode()
        files: dict[str, Path | bytes] = {"index": table, "policy": raw}
        snapshot.publish(
            settings.snapshots, "oakfield", files, edge.keys.signing_key(), datetime.now(UTC), version=version
        )
    return version


def part(edge: Edge) -> dict:
    return edge.status()["establishments"][0]


@pytest.mark.engine
@pytest.mark.requirement("S0.14")
def test_a_snapshot_that_has_lost_what_must_be_blocked_is_refused_though_its_signature_is_right(edge: Edge) -> None:
    served, entries = edge.version_served(), dict(edge.entries)
    lost = entries["gambling"][0]
    entries["gambling"] = [host for host in entries["gambling"] if host not in {lost, BAD}]
    version = publish_unchecked(edge, entries)
    edge.wait_for(lambda: "fails its trial" in part(edge)["problem"], "a refusal")
    assert f"version {version} fails its trial: {lost} must be blocked" in part(edge)["problem"]
    assert edge.version_served() == served
    assert edge.get(f"http://{BAD}/").status == 403, "the last good one serves"
    refused = [one for one in edge.records("version") if one["what"] == "refused"]
    assert lost in refused[-1]["reason"]
    edge.wait_for(lambda: any("fails its trial" in words for words in edge.status()["alarms"].values()), "an alarm", 10)
    edge.publish()
    edge.wait_for(lambda: part(edge)["problem"] == "", "a word that all is well")


@pytest.mark.engine
def test_what_is_wrong_with_the_edge_itself_is_found_through_the_real_squid(edge: Edge, monkeypatch) -> None:
    """The look into the index is left out: only questions through Squid and its helper can find this."""
    monkeypatch.setattr(trial, "look_through", lambda *_: [])
    entries = dict(edge.entries)
    del entries["gambling"], entries["canary"]
    publish_unchecked(edge, entries)
    edge.wait_for(lambda: "NOT blocked" in part(edge)["problem"], "a refusal")
    assert "must be blocked: NOT blocked" in part(edge)["problem"]
    assert edge.get(f"http://{BAD}/").status == 403
    monkeypatch.undo()
    edge.publish()


@pytest.mark.engine
def test_a_spare_squid_that_was_killed_or_hangs_delays_a_publication_and_no_more(edge: Edge) -> None:
    pid_file = edge.settings.edge / "staging" / "own" / "candidate" / "squid.pid"
    os.kill(int(pid_file.read_text()), signal.SIGKILL)
    after_kill = edge.publish()
    os.kill(int(pid_file.read_text()), signal.SIGSTOP)
    edge.publish(wait=False)
    assert edge.get(f"http://{GOOD}/").status == 200, "the running gateway does not wait for a trial"
    assert edge.get(f"http://{BAD}/").status == 403
    after_stop = edge.publish()
    print(f"\nin force {after_kill:.1f} s after the spare Squid was killed, {after_stop:.1f} s after it was stopped")


@pytest.mark.engine
def test_a_trial_writes_nothing_down(edge: Edge) -> None:
    before = len(edge.log())
    edge.publish()
    staging = edge.settings.edge / "staging"
    assert not list((staging / "spool").rglob("*.log"))
    assert len(edge.log()) == before
    conf = (staging / "conf" / "candidate" / "squid.conf").read_text()
    assert "access_log none" in conf
    assert "http_port 127.0.0.1:" in conf
