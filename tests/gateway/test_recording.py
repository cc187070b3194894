"""Before somebody has signed for data protection the gateway filters, and writes nothing down about anybody."""

import time

import pytest

from tests.gateway.running import BAD, GOOD, LEO, SEARCH, Edge, files_below
from tutela.filtering import defaults, signature
from tutela.filtering.ruleset import policy_from
from tutela.gateway import squid, trial
from tutela.gateway.place import Place
from tutela.settings import load

SWAP_SECONDS = 2.0


def recording(*, allowed: bool):
    return lambda policy: policy.update(recording=allowed)


def lines_about(edge: Edge, words: str) -> list[str]:
    return [
        f"{file.name}: {line[:200]}"
        for file in files_below(*edge.settings.spool_roots, edge.settings.log)
        for line in file.read_text("utf-8", "replace").splitlines()
        if words in line
    ]


def wait_for_another_squid(edge: Edge, before: int) -> None:
    edge.wait_for_another_squid(before)
    edge.wait_for(lambda: edge.get(f"http://{GOOD}/").status == 200, "service as before")


def test_without_a_signature_squid_has_no_access_log_at_all(tmp_path) -> None:
    content = defaults.default_policy({"id": 1, "slug": "oakfield", "name": "Oakfield Academy"})
    listening = squid.Listening(
        Place(tmp_path / "edge", "oakfield"), "tutelatest", 3128, 3129, "/usr/bin/python3", tmp_path / "code", None
    )
    settings = load(tmp_path / "data", environment={})
    unsigned = squid.render(listening, policy_from(content | {"recording": False}), settings)["squid.conf"]
    assert "access_log none" in unsigned
    assert "access_log stdio" not in unsigned
    assert "access_log stdio" in squid.render(listening, policy_from(content), settings)["squid.conf"]


@pytest.mark.engine
def test_withdrawing_stops_the_log_with_the_swap_and_signing_again_begins_it(edge: Edge) -> None:
    assert edge.get(f"http://{GOOD}/signed").status == 200
    edge.wait_for_log(lambda line: f"http://{GOOD}/signed" in line)
    before = edge.squid_pid()

    taken = edge.publish(recording(allowed=False))
    trial = edge.status()["establishments"][0]["trial_seconds"]
    print(f"\nrecording ended {taken:.1f} s after it was withdrawn, {trial:.1f} s of them for the trial")
    edge.get(f"http://{GOOD}/withdrawn-at-once")
    wait_for_another_squid(edge, before)

    assert edge.get(f"http://{GOOD}/withdrawn").status == 200
    assert edge.get(f"http://{BAD}/withdrawn").status == 403, "it filters as before"
    assert edge.get(f"https://{BAD}/withdrawn").connect != 0
    assert edge.get(f"https://{SEARCH}/?q=withdrawn-words").status == 200
    assert edge.get("http://good.test:22/withdrawn").status == 403, "what Squid refuses by itself"
    edge.wait_for(lambda: edge.status()["establishments"][0]["recording"] is False, "the status")
    time.sleep(0.5)  # Squid writes some lines a moment after the answer
    assert lines_about(edge, "withdrawn") == []
    assert edge.status()["serving"], "the proofs go on"

    before = edge.squid_pid()
    edge.publish(recording(allowed=True))
    wait_for_another_squid(edge, before)
    assert edge.get(f"http://{GOOD}/signed-again").status == 200
    edge.wait_for_log(lambda line: f"http://{GOOD}/signed-again" in line)
    assert lines_about(edge, "withdrawn") == []


@pytest.mark.engine
def test_a_signature_that_is_withdrawn_ends_the_log_though_the_new_snapshot_is_refused(edge: Edge, monkeypatch) -> None:
    monkeypatch.setattr(trial, "look_through", lambda *_: ["a site must be blocked and would be open"])
    served, before = edge.version_served(), edge.squid_pid()
    assert edge.get(f"http://{GOOD}/still-signed").status == 200
    edge.wait_for_log(lambda line: f"http://{GOOD}/still-signed" in line)
    try:
        signature.note(edge.settings.snapshots, "oakfield", signed=False)
        edge.publish(recording(allowed=False), wait=False)
        wait_for_another_squid(edge, before)
        edge.wait_for(lambda: "fails its trial" in edge.status()["establishments"][0]["problem"], "a refusal")
        assert edge.version_served() == served, "the policy before, which says that requests are written down"
        for path in ("unsigned-1", "unsigned-2"):
            assert edge.get(f"http://{GOOD}/{path}").status == 200
            assert edge.get(f"http://{BAD}/{path}").status == 403, "it filters as before"
        assert edge.get("http://good.test:22/unsigned").status == 403, "what Squid refuses by itself"
        edge.wait_for(lambda: edge.status()["establishments"][0]["recording"] is False, "the status")
        time.sleep(0.5)  # Squid writes some lines a moment after the answer
        assert lines_about(edge, "unsigned") == []

        edge.end()
        edge.start(wait=False)
        edge.wait_for(lambda: edge.version_served() == served, "a gateway that was started anew")
        edge.wait_for(lambda: edge.get(f"http://{GOOD}/unsigned-again").status == 200, "service")
        assert lines_about(edge, "unsigned") == []
    finally:
        monkeypatch.undo()
        before = edge.squid_pid()
        signature.note(edge.settings.snapshots, "oakfield", signed=True)
    wait_for_another_squid(edge, before)
    edge.publish(recording(allowed=True))
    assert edge.get(f"http://{GOOD}/signed-once-more").status == 200
    edge.wait_for_log(lambda line: f"http://{GOOD}/signed-once-more" in line)


@pytest.mark.engine
def test_a_school_that_never_signed_has_no_line_from_its_first_start(edge: Edge) -> None:
    edge.end()
    for file in edge.place.squid_spool.glob("*.log"):
        file.unlink()
    edge.publish(recording(allowed=False), wait=False)
    edge.start()
    for path in range(5):
        assert edge.get(f"http://{GOOD}/never-{path}").status == 200
        assert edge.get(f"http://{BAD}/never-{path}").status == 403
    time.sleep(0.5)
    assert not any(file.read_text() for file in edge.place.squid_spool.glob("*.log"))
    assert lines_about(edge, "never-") == []
    assert lines_about(edge, LEO) == []
