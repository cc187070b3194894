"""The command line as Ivy meets it."""

import subprocess
from pathlib import Path

import pytest

from tutela.cli.main import VERBS, main


def test_every_verb_explains_itself_and_takes_the_two_folders(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in VERBS:
        with pytest.raises(SystemExit) as ended:
            main([verb, "--help"])
        assert ended.value.code == 0
        words = capsys.readouterr().out
        assert "--data DIR" in words, verb
        assert "--keys DIR" in words, verb


def test_without_a_verb_the_verbs_are_listed_and_nothing_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "doctor" in capsys.readouterr().out


def test_a_bad_setting_is_one_line_and_exit_status_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--data", str(tmp_path), "--keys", str(tmp_path / "inside")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("tutela: keys = ")
    assert said.count("\n") == 1


def test_the_launcher_runs_from_any_folder(root: Path, tmp_path: Path) -> None:
    done = subprocess.run([root / "tutela", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "usage: tutela" in done.stdout
    assert list(tmp_path.iterdir()) == []
