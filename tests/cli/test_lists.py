"""`tutela lists`: taking lists in, whatever state they are in, and seeing what is in force."""

import json
from pathlib import Path

import pytest

from tutela.cli.main import main


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--data", str(folder / "data"), "--keys", str(folder / "keys")])


def folder_of(root: Path, name: str, **categories: str) -> str:
    for category, text in categories.items():
        (root / name / category).mkdir(parents=True, exist_ok=True)
        (root / name / category / "domains").write_text(text)
    return str(root / name)


def outcome(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    run(folder, "decide", url, "--json")
    return str(json.loads(capsys.readouterr().out)["outcome"])


@pytest.mark.requirement("S4.13")
def test_a_list_counts_as_soon_as_it_is_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = folder_of(tmp_path, "ut1", gambling="bet.example\nbad line\nodds.example\n", arjel="pari.example\n")
    assert run(tmp_path, "lists", "add", "ut1", source) == 0
    printed = capsys.readouterr()
    assert "ut1: 3 entries in 2 categories from 4 lines, 0 repeated, 1 bad" in printed.out
    assert "In force: school version 1" in printed.out
    assert "gambling/domains:2: There are several words in this line." in printed.err
    assert outcome(tmp_path, "www.bet.example", capsys) == "block"
    assert outcome(tmp_path, "pari.example", capsys) == "block"
    assert outcome(tmp_path, "other.example", capsys) == "allow"


def test_a_list_that_is_only_taken_in_counts_after_compiling(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text("0.0.0.0 bet.example\n")
    assert outcome(tmp_path, "bet.example", capsys) == "allow"
    assert run(tmp_path, "lists", "add", "ours", str(hosts), "--category", "gambling", "--no-compile") == 0
    assert run(tmp_path, "decide", "bet.example") == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[-2].startswith("allow")
    assert "The lists are newer than the snapshot in force" in printed.err
    assert run(tmp_path, "lists", "compile") == 0
    assert outcome(tmp_path, "bet.example", capsys) == "block"
    assert run(tmp_path, "lists", "compile", "--anew") == 0


def test_a_list_that_has_shrunk_waits_for_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = "".join(f"bet{number}.example\n" for number in range(100))
    run(tmp_path, "lists", "add", "ours", folder_of(tmp_path, "old", gambling=many))
    fewer = folder_of(tmp_path, "new", gambling="bet0.example\n")
    assert run(tmp_path, "lists", "add", "ours", fewer) == 1
    assert "had 100 entries and now has 1" in capsys.readouterr().err
    assert outcome(tmp_path, "bet99.example", capsys) == "block"
    assert run(tmp_path, "lists", "add", "ours", fewer, "--force") == 0
    assert outcome(tmp_path, "bet99.example", capsys) == "allow"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ours", "/nowhere/at/all"], "cannot be read: No such file"),
        (["Our List", "SOURCE"], "cannot be called"),
        (["ours", "SOURCE/gambling/other.txt"], "Add --category"),
        (["ours", "SOURCE", "--category", "../x"], "cannot be a category"),
    ],
)
def test_what_cannot_be_taken_in_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    source = folder_of(tmp_path, "source", gambling="bet.example\n")
    (tmp_path / "source" / "gambling" / "other.txt").write_text("odds.example\n")
    assert run(tmp_path, "lists", "add", *[word.replace("SOURCE", source) for word in arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert "Traceback" not in printed.err


def test_a_category_that_nobody_knows_is_pointed_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, "lists", "add", "ours", folder_of(tmp_path, "source", kittens="cat.example\n"))
    assert "“kittens” is no category we know" in capsys.readouterr().err


def test_the_state_of_every_list_can_be_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = folder_of(tmp_path, "source", gambling="bet.example\nbad line\n")
    run(tmp_path, "lists", "add", "ours", source, "--licence", "CC BY-SA 4.0", "--no-compile")
    capsys.readouterr()
    assert run(tmp_path, "lists", "status", "--json") == 0
    starter, ours, index = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert set(starter) == set(ours) == set(index)
    assert starter["list"] == "starter"
    assert starter["entries"] > 400
    assert (ours["list"], ours["entries"], ours["bad"], ours["licence"]) == ("ours", 1, 1, "CC BY-SA 4.0")
    assert ours["categories"] == {"gambling": 1}
    assert index["current"] is False
    run(tmp_path, "lists", "compile")
    capsys.readouterr()
    run(tmp_path, "lists", "status")
    out = capsys.readouterr().out
    assert "bad lines: 1" in out
    assert "up to date" in out


@pytest.mark.requirement("S4.13")
def test_the_whole_of_ut1_is_in_force_after_one_command(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = root.parent / "shared" / "data" / "ut1.tar.xz"
    if not archive.exists():
        pytest.skip("no shared data beside the project")
    assert run(tmp_path, "lists", "add", "ut1", str(archive)) == 0
    assert "282,186 entries in 69 categories from 284,313 lines, 2,127 repeated, 0 bad" in capsys.readouterr().out
    run(tmp_path, "decide", "http://0001-5cf.pages.dev/awards/x", "https://mullvad.net", "14words.com", "--json")
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["outcome"] for one in shown] == ["block", "block", "block"]
    assert "phishing" in shown[0]["categories"]
    assert shown[2]["categories"] == ["hate", "agressif"]
