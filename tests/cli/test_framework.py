"""Frameworks come in, are listed, checked and leave by the command line."""

import json
from pathlib import Path

import pytest
import yaml
from tests.cli.test_people_and_records import Run, tutela
from tests.web.reviews.test_reading_frameworks import library, node

from tutela.cli.main import main

__all__ = ["tutela"]


def test_what_is_shipped_can_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    shelf = sorted(str(path) for path in Path("src/tutela/library/frameworks").glob("*.yaml"))
    assert main(["framework", "lint", "--strict", *shelf]) == 0
    told = capsys.readouterr().out
    assert len(told.splitlines()) == len(shelf) >= 8
    assert sum(int(line.split(" statements")[0].rsplit(" ", 1)[1]) for line in told.splitlines()) >= 150


def test_a_bad_file_is_named_and_stops_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad, faulty = tmp_path / "bad.yaml", tmp_path / "faulty.yaml"
    bad.write_text("a: [")
    faulty.write_text(yaml.safe_dump(library(node("a", assessable=True)) | {"copyright": ""}))
    assert main(["framework", "lint", str(bad), str(faulty)]) == 2
    told = capsys.readouterr()
    assert "bad.yaml:" in told.err
    assert "no licence" in told.out


def test_a_library_of_ciso_assistant_comes_in_is_listed_and_leaves_as_it_came(tutela: Run, tmp_path: Path) -> None:
    came = tmp_path / "came.yaml"
    came.write_text(yaml.safe_dump(library(node("a"), node("b", "a", assessable=True, description="We do it."))))
    taken = tutela("framework", "import", came)
    assert taken.returncode == 0, taken.stderr
    assert "1 statements" in taken.stdout
    listed = [json.loads(line) for line in tutela("framework", "list", "--json").stdout.splitlines()]
    (ours,) = [one for one in listed if one["origin"] == "ciso-assistant"]
    assert (ours["version"], ours["statements"]) == ("3", 1)
    assert len(listed) >= 9
    left = tutela("framework", "export", ours["id"], "--out", tmp_path)
    assert left.returncode == 0, left.stderr
    given = yaml.safe_load(Path(left.stdout.strip()).read_text())["objects"]["framework"]
    assert [one["name"] for one in given["requirement_nodes"]] == ["a", "b"]


def test_a_framework_that_is_not_there_cannot_leave(tutela: Run) -> None:
    answer = tutela("framework", "export", "no-such-framework")
    assert answer.returncode == 2
    assert "there is no no-such-framework" in answer.stderr
