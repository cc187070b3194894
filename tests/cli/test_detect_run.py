"""`detect run` as people type it: the records are looked through again, once the rules have changed."""

import json
from pathlib import Path

import pytest
from tests.cli.test_events import run as run_events
from tests.cli.test_events_import import LINE

from tutela.cli.main import main
from tutela.events.store import connect
from tutela.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder that holds the worrying search of one morning, which nobody has looked through yet."""
    settings = Settings(data=tmp_path / "data", keys=tmp_path / "keys")
    log = tmp_path / "access.log"
    log.write_text(LINE.format(1772442000, "https://www.google.com/search?q=i+want+to+die"))
    assert run_events(settings, "import", str(log), "--no-detection") == 0
    return settings


def look(settings: Settings, *words: str) -> int:
    return main(["detect", "run", "--data", str(settings.data), "--keys", str(settings.keys), *words])


def test_what_is_stored_is_looked_through_once_and_old_matters_alert_nobody(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert look(settings, "--from", "2026-03-02", "--to", "2026-03-02", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"events": 1, "new": 1, "silent": 1}
    assert look(settings, "--from", "2026-03-02", "--to", "2026-03-02") == 0
    assert "1 requests looked at: 0 new matches." in capsys.readouterr().out
    store = connect(settings)
    assert store.query("matches_since", position=0, limit=10) == []
    store.close()


def test_without_times_the_last_week_is_looked_through(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert look(settings) == 0
    assert "0 new matches." in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--from", "yesterday"], ["--from", "2026-03-03", "--to", "2026-03-01"]])
def test_times_that_cannot_be_are_one_clear_line(
    settings: Settings, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    capsys.readouterr()
    assert look(settings, *words) == 2
    assert capsys.readouterr().err.startswith("tutela detect: --from ")
