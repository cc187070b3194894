"""`tutela doctor` tells that a decision waits, and does not call it a fault."""

import json
from datetime import UTC, datetime
from pathlib import Path

from tutela.cli import doctor
from tutela.events import retention
from tutela.events.store import connect
from tutela.settings import Settings, load


def _settings(folder: Path, events: str = "memory:") -> Settings:
    return load(data=folder / "data", keys=folder / "keys", events=events, environment={})


def test_doctor_says_what_nobody_has_confirmed(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    finding = doctor._retention(settings)
    assert finding.well
    assert "Nobody has confirmed" in finding.words
    for kind in retention.proposed():
        assert kind.name in finding.words
        retention.confirm(connect(settings), kind=kind.kind, days=kind.days, chosen_by="Hana", at=datetime.now(UTC))
    assert "a named person has chosen" in doctor._retention(settings).words


def test_doctor_does_not_open_the_store_behind_the_recorders_back(tmp_path: Path) -> None:
    settings = _settings(tmp_path, events="")
    finding = doctor._retention(settings)
    assert not finding.well
    assert "while the recorder does not run" in finding.words
    assert not settings.event_folder.exists()


def test_a_school_where_nobody_has_signed_is_noted_and_is_no_fault(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    settings.make_folders()
    status = {"serving": True, "establishments": [{"establishment": "oakfield", "recording": False}]}
    (settings.run / "gateway-status.json").write_text(json.dumps(status))
    finding = doctor._recording(settings)
    assert finding.well
    assert "oakfield are filtered, but not written down" in finding.words
    status["establishments"][0]["recording"] = True
    (settings.run / "gateway-status.json").write_text(json.dumps(status))
    assert "a named person has signed" in doctor._recording(settings).words


def test_requests_that_are_written_down_although_nobody_has_signed_are_a_fault(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(doctor, "list_unsigned", lambda _: ["oakfield"])
    settings = _settings(tmp_path)
    settings.make_folders()
    problem = "the snapshot was refused: version 8 fails its trial"
    status = {
        "serving": True,
        "establishments": [
            {"establishment": "oakfield", "recording": True, "problem": problem},
            {"establishment": "elm-park", "recording": True, "problem": ""},
        ],
    }
    (settings.run / "gateway-status.json").write_text(json.dumps(status))
    finding = doctor._recording(settings)
    assert not finding.well
    assert "Requests of oakfield are still written down although nobody's signature" in finding.words
    assert problem in finding.words
    assert "elm-park" not in finding.words
