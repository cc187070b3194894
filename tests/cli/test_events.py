"""The verb as people type it, on the real embedded store."""

import argparse
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.recorder.small_rules import small_rules  # noqa: F401

from tutela.cli import events
from tutela.events.event import Event
from tutela.events.pseudonym import pseudonym
from tutela.events.store import connect, recorder_token, socket_path
from tutela.events.stores.chdb import ChdbStore
from tutela.events.trace import KEYS
from tutela.keys import KeyFolder
from tutela.recorder.server import StoreServer
from tutela.settings import Settings

LOG = """\
1772442000.123     37 10.1.2.3 TCP_MISS/200 1401 GET http://www.example.org/a?b=c leo HIER_DIRECT/192.0.2.1 text/html
1772442001.000     37 10.1.2.3 TCP_DENIED/403 99 CONNECT games.example:443 leo HIER_NONE/- -
not a line
1772442002.500     37 2001:db8::5 TCP_MISS/200 5 GET http://=cmd.example/x mia@oakfield.example HIER_NONE/- -
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    path.write_text(LOG)
    return path


def run(settings: Settings, *words: str, **hooks: Any) -> int:
    parser = argparse.ArgumentParser()
    events.add_arguments(parser.add_subparsers())
    args = parser.parse_args(["events", *words])
    for name, hook in hooks.items():
        setattr(args, name, hook)
    status: int = args.run(args, settings)
    return status


def traced(settings: Settings, capsys: pytest.CaptureFixture[str], *words: str, **hooks: Any) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(settings, "trace", "--purpose", "Dana asked", "--json", *words, **hooks) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.requirement("S4.12")
def test_a_log_is_imported_and_traced(settings: Settings, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(settings, "import", str(log)) == 0
    said = capsys.readouterr().out
    assert "4 lines, 3 new events, 1 bad lines" in said
    assert str(settings.data / "imports") in said
    rows = traced(settings, capsys)
    assert [tuple(row) for row in rows] == [KEYS] * 3
    assert rows[0] == {
        "time": "2026-03-02T09:00:00.123+00:00",
        "person": pseudonym(KeyFolder(settings.keys).secret("pseudonym"), "school", "leo"),
        "login": "",
        "device": "",
        "src_ip": "10.1.2.3",
        "method": "GET",
        "url": "http://www.example.org/a",
        "host": "www.example.org",
        "action": "allow",
        "categories": [],
        "rule": "",
        "reason": "TCP_MISS",
        "bytes": 1401,
        "source": rows[0]["source"],
        "identity_basis": "import",
    }
    assert run(settings, "import", str(log)) == 0
    assert "0 new events" in capsys.readouterr().out
    assert traced(settings, capsys) == rows


def test_a_trace_is_narrowed_by_person_host_address_and_time(
    settings: Settings, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(settings, "import", str(log))
    assert len(traced(settings, capsys, "--person", "LEO")) == 2
    assert len(traced(settings, capsys, "--person", "nobody")) == 0
    (leo,) = {row["person"] for row in traced(settings, capsys, "--person", "leo")}
    assert len(traced(settings, capsys, "--person", leo)) == 2
    assert len(traced(settings, capsys, "--host", "example.org")) == 1
    assert len(traced(settings, capsys, "--url", "www.example.org/a?b=anything")) == 1
    assert len(traced(settings, capsys, "--device", "2001:db8::5")) == 1
    assert len(traced(settings, capsys, "--from", "2026-03-02T09:00:01", "--to", "2026-03-02")) == 2
    assert len(traced(settings, capsys, "--to", "2026-03-01")) == 0


@pytest.mark.parametrize("purpose", [[], ["--purpose", ""], ["--purpose", "  "]])
def test_without_a_purpose_nothing_is_shown(
    settings: Settings, capsys: pytest.CaptureFixture[str], purpose: list[str]
) -> None:
    assert run(settings, "trace", *purpose) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert not settings.event_folder.exists()


def test_the_purpose_is_recorded_before_anything_is_asked(settings: Settings) -> None:
    seen: list[Any] = []

    def audit(settings: Settings, who: str, purpose: str, query: Mapping[str, object]) -> None:
        seen.append((who, purpose, query, settings.event_folder.exists()))

    assert run(settings, "trace", "--purpose", " a  reason ", "--host", "example.org", audit_purpose=audit) == 0
    ((who, purpose, query, store_was_open),) = seen
    assert who.endswith("(command line)")
    assert (purpose, query["host"], store_was_open) == ("a reason", "example.org", False)


def test_a_purpose_that_cannot_be_recorded_shows_nothing(
    settings: Settings, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(settings, "import", str(log))
    capsys.readouterr()

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    assert run(settings, "trace", "--purpose", "x", audit_purpose=full) == 2
    assert capsys.readouterr().out == ""


def test_without_the_web_application_purposes_are_kept_in_a_file(settings: Settings) -> None:
    assert run(settings, "trace", "--purpose", "why", "--person", "leo") == 0
    note = json.loads((settings.log / "purposes.ndjson").read_text())
    assert (note["purpose"], note["query"]["person"]) == ("why", "leo")


class Known:
    def logins(self, name_or_login: str) -> Sequence[tuple[str, str]]:
        return [("school", "leo")] if name_or_login == "Leo Marsh" else []

    def names(self, pseudonyms: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        return {pseudonyms[0]: ("Leo Marsh", "leo")}


def test_names_are_shown_to_somebody_who_may_know_them(
    settings: Settings, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(settings, "import", str(log))
    rows = traced(settings, capsys, "--person", "Leo Marsh", "--as", "dana", open_people=lambda *_: Known())
    assert {(row["person"], row["login"]) for row in rows} == {("Leo Marsh", "leo")}


def test_names_are_not_shown_to_anybody_else(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object) -> Known:
        raise PermissionError("The code is not right.")

    assert run(settings, "trace", "--purpose", "x", "--as", "ivy", open_people=refuse) == 2
    assert run(settings, "trace", "--purpose", "x", "--as", "ivy") == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_no_cell_is_a_formula(settings: Settings, capsys: pytest.CaptureFixture[str], start: str) -> None:
    store = connect(settings)
    store.insert(
        [Event(time=events.BEGINNING, source_id="s", seq=1, device=f"{start}cmd", categories=("a", "b"))], "s:1"
    )
    store.close()
    assert run(settings, "trace", "--purpose", "x", "--csv") == 0
    header, row = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    assert tuple(header) == KEYS
    assert row[KEYS.index("device")] == f"'{start}cmd"
    assert row[KEYS.index("categories")] == "a;b"


@pytest.mark.parametrize(
    "words",
    [
        ["import", "nowhere.log"],
        ["trace", "--purpose", "x", "--from", "yesterday"],
        ["trace", "--purpose", "x", "--from", "2026-03-02", "--to", "2026-03-01"],
        ["trace", "--purpose", "x", "--person", "leo", "--establishment", "nowhere"],
    ],
)
def test_bad_use_is_one_clear_line(settings: Settings, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert run(settings, *words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_a_file_that_is_no_log_is_refused(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Dana\nyours\n")
    assert run(settings, "import", str(file)) == 2
    assert "format is not known" in capsys.readouterr().err


@pytest.fixture
def recorder(settings: Settings) -> Iterator[StoreServer]:
    store = ChdbStore(settings.event_folder, synced=False)
    with StoreServer(socket_path(settings), store, recorder_token(settings), lambda: {"ok": True}).serving() as server:
        yield server
    store.close()


def test_all_works_the_same_while_the_recorder_runs(
    settings: Settings, recorder: StoreServer, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert run(settings, "import", str(log)) == 0
    assert len(traced(settings, capsys, "--person", "leo")) == 2


def test_a_store_that_somebody_else_has_open_is_said_to_be(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ChdbStore(settings.event_folder)
    assert run(settings, "trace", "--purpose", "x") == 2
    store.close()
    assert "has the event store" in capsys.readouterr().err


def test_the_records_of_one_establishment_can_be_asked_for_alone(
    settings: Settings, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(settings, "import", str(log))
    assert len(traced(settings, capsys, "--establishment", "school")) == 3
    assert run(settings, "trace", "--purpose", "x", "--establishment", "nowhere") == 2
    assert "There is no establishment" in capsys.readouterr().err


@pytest.mark.parametrize("when", [("--to", "9999-12-31"), ("--from", "0001-01-01T00:00+14:00")])
def test_a_time_beyond_the_calendar_is_said_to_be_in_one_line(
    settings: Settings, capsys: pytest.CaptureFixture[str], when: tuple[str, str]
) -> None:
    assert run(settings, "trace", "--purpose", "x", *when) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
