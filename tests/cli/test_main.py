"""The command line as Ivy meets it."""

import argparse
import subprocess
import tempfile
from pathlib import Path

import pytest

from tutela.cli.main import VERBS, main
from tutela.settings import Settings


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


def test_a_fault_of_ours_is_one_line_with_the_details_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail(*_: object) -> None:
        raise RuntimeError("first line\nsecond")

    monkeypatch.setattr("tutela.cli.doctor.examine", fail)
    assert main(["doctor", "--data", str(tmp_path / "data")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "RuntimeError: first line" in said
    (file,) = tmp_path.glob("tutela-fault-*")
    assert "Traceback" in file.read_text()


def test_a_maintenance_command_takes_the_folders_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, list[str]]] = []

    def note(options: argparse.Namespace, settings: Settings) -> int:
        seen.append((settings.data, options.arguments))
        return 0

    monkeypatch.setattr("tutela.cli.manage.run", note)
    data = str(tmp_path / "data")
    for words in (["migrate", "--data", data, "core"], ["--data", data, "migrate", "core"]):
        assert main(["manage", *words]) == 0
    assert seen == [(Path(data), ["core"])] * 2


def test_what_one_may_not_read_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "tutela.toml"))

    monkeypatch.setattr("tutela.cli.main.load", refuse)
    assert main(["gateway", "helper", "--data", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"tutela: {tmp_path}/tutela.toml may not be read or written by you (Permission denied).\n"
