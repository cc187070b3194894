"""`tutela demo load` on the command line: what it refuses, in words."""

from pathlib import Path

import pytest

from tutela.cli.main import main


@pytest.mark.parametrize(
    ("given", "says"),
    [("yesterday", "yesterday is no day; write it as 2026-11-20"), ("2026-13-01", "2026-13-01 is no day")],
)
def test_a_day_that_is_none_is_refused(given: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "load", "--until", given, "--data", str(tmp_path / "data")])
    assert ended.value.code == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
