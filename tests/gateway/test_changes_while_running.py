"""What changes under a running gateway: another school, a list that shrinks, a log that moves on, state beside it."""

import json
import subprocess
from datetime import UTC, datetime

import pytest

from tests.gateway.running import BAD, GOOD, HELP, Edge
from tutela.filtering import defaults
from tutela.filtering.publish import publish_policy
from tutela.gateway import listener

pytestmark = pytest.mark.engine
ELM_PARK = {"id": 2, "slug": "elm-park", "name": "Elm Park School"}


def test_another_school_gets_a_proxy_and_an_authority_of_its_own_and_cannot_harm_the_first(edge: Edge) -> None:
    policy = defaults.default_policy(ELM_PARK)
    policy["always_open"].append({"host": BAD, "kind": "learning", "record": True})
    index = edge.settings.data.parent / "made.tbl"
    squid = edge.squid_pid()
    publish_policy(edge.settings.snapshots, policy, index, edge.keys.signing_key(), datetime.now(UTC))
    edge.wait_for(
        lambda: len(edge.status().get("establishments", [])) == 2 and edge.status()["serving"], "both schools"
    )
    first, second = edge.status()["establishments"]
    assert (first["establishment"], second["establishment"]) == ("oakfield", "elm-park")
    assert second["port"] == first["port"] + 10
    assert first["authority_fingerprint"] != second["authority_fingerprint"]
    assert ask(second["port"], BAD) == 200
    assert edge.get(f"http://{BAD}/").status == 403
    assert edge.squid_pid() == squid

    (edge.settings.snapshots / "elm-park.manifest").write_bytes(b"{}\nnot signed\n")
    edge.wait_for(lambda: "refused" in edge.status()["establishments"][1]["problem"], "a refusal")
    assert ask(second["port"], BAD) == 200, "the last good snapshot serves on"
    assert edge.get(f"http://{GOOD}/").status == 200
    assert edge.status()["establishments"][0]["problem"] == ""
    refused = [
        one for one in edge.records("version") if one["establishment"] == "elm-park" and one["what"] == "refused"
    ]
    assert "not signed" in refused[-1]["reason"]


def ask(port: int, host: str) -> int:
    command = [
        "curl",
        "-s",
        "-o",
        "/dev/null",
        "-w",
        "%{http_code}",
        "-x",
        f"http://127.0.0.1:{port}",
        f"http://{host}/",
    ]
    return int(subprocess.run(command, capture_output=True, text=True, check=False).stdout)


def test_the_log_moves_on_when_it_is_large_and_no_line_is_lost(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "COUNT_SECONDS", 0.2)
    monkeypatch.setattr(listener, "LARGEST_LOG_BYTES", 1000)
    spool = edge.place.squid_spool
    for number in range(60):
        edge.get(f"http://{GOOD}/moving-{number}")
    edge.wait_for(lambda: len(list(spool.glob("*.log"))) > 1, "another log file")
    monkeypatch.undo()
    edge.get(f"http://{GOOD}/moved-on")
    edge.wait_for_log(lambda line: "/moved-on" in line)
    text = "".join(file.read_text() for file in spool.glob("*.log"))
    missing = [number for number in range(60) if f"/moving-{number} " not in text]
    assert missing == []


def test_a_host_that_is_no_longer_left_out_of_the_log_is_recorded_within_seconds(edge: Edge) -> None:
    def change(policy) -> None:
        policy["always_open"] = [one for one in policy["always_open"] if one["host"] != HELP]

    assert edge.get(f"http://{HELP}/before").status == 200
    squid = edge.squid_pid()
    edge.publish(change)
    edge.wait_for_another_squid(squid)
    edge.wait_for(lambda: edge.get(f"http://{HELP}/after").status == 200, "service as before")
    edge.wait_for_log(lambda line: f"http://{HELP}/after" in line)
    assert not any("/before" in line for line in edge.log())


def test_what_the_status_says_is_true_when_the_gateway_has_stopped(edge: Edge) -> None:
    edge.end()
    status = json.loads((edge.settings.run / "gateway-status.json").read_text())
    assert (status["serving"], status["problem"]) == (False, "stopped")
    edge.start()
    assert edge.get(f"http://{BAD}/").status == 403
