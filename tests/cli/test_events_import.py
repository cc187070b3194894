"""`events import` as people type it: files, folders, what comes in; progress, matches, and what is said."""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_events import LOG, run, traced
from tests.recorder.small_rules import small_rules  # noqa: F401

from tutela.cli import importing
from tutela.events.importers.run import IMPORTING, LOOKING, Step
from tutela.events.store import connect
from tutela.recorder import history
from tutela.settings import Settings

LINE = "{}.123    37 10.1.2.3 TCP_MISS/200 1401 GET {} leo HIER_DIRECT/192.0.2.1 text/html\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", keys=tmp_path / "keys")


def test_rules_that_cannot_be_used_cost_no_record(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Settings) -> None:
        raise ValueError("despair.yaml:6: not a list")

    monkeypatch.setattr(history, "Rules", broken)
    (tmp_path / "log").write_text(LOG)
    assert run(settings, "import", str(tmp_path / "log")) == 1
    said = capsys.readouterr()
    assert "3 new events" in said.out
    assert "was not looked for; the records are kept. despair.yaml:6" in said.err


def test_a_folder_of_rotated_logs_is_taken_oldest_first(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    for number, name in enumerate(["access.log", "access.log.1", "access.log.2"]):
        path = folder / name
        path.write_text(LINE.format(1772442000 - number, "http://example.org/"))
        os.utime(path, (1772442000, 1772442000))
    (folder / ".hidden").write_text("no log")
    assert run(settings, "import", str(folder), "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["file"] for row in rows] == ["access.log.2", "access.log.1", "access.log"]
    assert [row["new_events"] for row in rows] == [1, 1, 1]


def test_one_file_of_a_folder_that_cannot_be_read_stops_no_other(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "a.log").write_text("Dear Dana\n")
    (folder / "b.log").write_text(LOG)
    assert run(settings, "import", str(folder)) == 2
    said = capsys.readouterr()
    assert "b.log: 4 lines, 3 new events, 1 bad lines" in said.out
    assert "a.log: the format is not known" in said.err


def test_what_comes_in_is_imported(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LOG.encode())))
    assert run(settings, "import", "-") == 0
    assert "what came in: 4 lines, 3 new events" in capsys.readouterr().out


def test_a_worrying_search_of_long_ago_is_counted_and_alerts_nobody(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "access.log"
    log.write_text(LINE.format(1772442000, "https://www.google.com/search?q=i+want+to+die"))
    for _ in range(2):
        assert run(settings, "import", str(log)) == 0
    said = capsys.readouterr().out
    assert said.count("1 matches with the detection rules. 1 are older than a week") == 1
    store = connect(settings)
    assert store.query("matches_since", position=0, limit=10) == []
    store.close()


def test_a_table_is_imported_with_a_map_that_comes_with_us(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "queries.csv"
    table.write_text("timestamp,type,status,domain,client\n1772442000,1,1,games.example,10.1.2.3\n")
    assert run(settings, "import", str(table), "--map", "pihole-queries") == 0
    assert "Read as a table by the map “Pi-hole’s queries”" in capsys.readouterr().out
    (row,) = traced(settings, capsys)
    assert (row["host"], row["action"], row["url"]) == ("games.example", "block", "dns:games.example")


@pytest.mark.parametrize("words", [["--map", "nowhere.yaml"], ["--map", "pihole-queries", "--format", "squid"]])
def test_a_map_that_cannot_be_followed_is_one_clear_line(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (tmp_path / "log").write_text(LOG)
    assert run(settings, "import", str(tmp_path / "log"), *words) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(importing.time, "monotonic", lambda: now[0])
    return now


def test_on_a_terminal_a_bar_says_how_far_how_fast_and_how_long(clock: list[float]) -> None:
    out = Terminal()
    progress = importing.Progress(out)
    progress(Step(IMPORTING, 0, 100_000_000))
    clock[0] = 2.0
    progress(Step(IMPORTING, 25_000_000, 100_000_000, 200_000, 190_000))
    said = out.getvalue()
    assert said.startswith("\r")
    assert "\n" not in said
    assert "25%  200,000 lines, 25 MB of 100 MB, 100,000 lines a second, 6 s left" in said


def test_elsewhere_a_plain_line_comes_now_and_then(clock: list[float]) -> None:
    out = io.StringIO()
    progress = importing.Progress(out)
    for second in range(25):
        clock[0] = float(second)
        progress(Step(LOOKING, second * 10**6, 0))
    assert out.getvalue().splitlines() == ["Looking through: 11 MB  ", "Looking through: 22 MB  "]


def test_a_program_that_waits_finds_the_progress_in_a_file(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "log").write_text(LOG)
    file = tmp_path / "progress.json"
    assert run(settings, "import", str(tmp_path / "log"), "--progress", str(file)) == 0
    state: dict[str, Any] = json.loads(file.read_text())
    assert (state["phase"], state["lines"], state["new_events"], state["bad_lines"]) == ("done", 4, 3, 1)
