"""Sheets for two people: typed in again, proved before they are used; and a key that is replaced."""

from pathlib import Path

import pytest

from tutela.cli.main import main
from tutela.keys import KeyFolder


@pytest.fixture
def where(tmp_path: Path) -> list[str]:
    """The folders of one installation, with their keys."""
    (tmp_path / "keys").mkdir(mode=0o700)
    KeyFolder(tmp_path / "keys").ensure()
    return ["--data", str(tmp_path / "data"), "--keys", str(tmp_path / "keys")]


def pages(tmp_path: Path, where: list[str], name: str = "paper") -> list[str]:
    assert main(["keys", "sheet", "--for", "Hana Novak", "Ivy Chen", "--out", str(tmp_path / name), *where]) == 0
    return [str(tmp_path / name / f"root-key-half-{number}.txt") for number in (1, 2)]


def test_hana_and_ivy_bring_the_root_key_back_in_either_order(
    tmp_path: Path, where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    hana, ivy = pages(tmp_path, where)
    text = Path(hana).read_text()
    assert text.startswith("RECOVERY SHEET of Hana Novak\n")
    assert "The other half is with Ivy Chen." in text
    assert Path(hana).stat().st_mode & 0o777 == 0o600
    file = tmp_path / "keys" / "root.secret"
    root = file.read_bytes()
    assert main(["keys", "recover", "--sheet", hana, "--sheet", ivy, *where]) == 0
    assert "already in place" in capsys.readouterr().out
    file.unlink()
    assert main(["keys", "recover", "--sheet", ivy, "--sheet", hana, *where]) == 0
    assert file.read_bytes() == root
    assert file.stat().st_mode & 0o777 == 0o400


def test_halves_that_do_not_belong_together_are_refused_before_anything_is_written(
    tmp_path: Path, where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    hana, _ = pages(tmp_path, where)
    _, newer = pages(tmp_path, where, "newer")
    (tmp_path / "keys" / "root.secret").unlink()
    assert main(["keys", "recover", "--sheet", hana, "--sheet", newer, *where]) == 2
    assert "the one that is wanted is" in capsys.readouterr().err
    Path(newer).write_text(Path(newer).read_text().replace("    4  ", "    5  ", 1))
    assert main(["keys", "recover", "--sheet", hana, "--sheet", newer, *where]) == 2
    assert "Line 5" in capsys.readouterr().err
    assert main(["keys", "recover", "--sheet", hana, "--sheet", str(tmp_path / "nowhere"), *where]) == 2
    assert not (tmp_path / "keys" / "root.secret").exists()


def test_the_key_of_sessions_is_replaced_and_the_old_one_counts_until_it_is_forgotten(
    tmp_path: Path, where: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    keys = KeyFolder(tmp_path / "keys")
    old = keys.secret("session")
    assert main(["keys", "rotate", "session", *where]) == 0
    assert "Everybody stays signed in" in capsys.readouterr().out
    assert keys.before("session") == [old]
    assert main(["keys", "rotate", "session", "--forget-old", *where]) == 0
    assert "Everybody signs in again" in capsys.readouterr().out
    assert keys.before("session") == []
