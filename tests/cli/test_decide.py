"""`tutela decide`: one answer for each address, whatever is asked."""

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tutela.cli.main import main
from tutela.events.pseudonym import pseudonym
from tutela.filtering.defaults import default_policy
from tutela.filtering.publish import publish_all
from tutela.keys import KeyFolder
from tutela.settings import load

OAKFIELD = {"id": 1, "slug": "oakfield", "name": "Oakfield Academy"}
KEYS = ["url", "outcome", "categories", "rule", "reason", "snapshot"]


def publish(folder: Path, **changes: Any) -> None:
    settings = load(folder / "data", folder / "keys")
    settings.make_folders()
    policies = [default_policy(OAKFIELD) | changes, default_policy({"id": 2, "slug": "elm-park", "name": "Elm Park"})]
    key = KeyFolder(settings.keys).signing_key()
    publish_all(settings.snapshots, settings.lists, policies, key, datetime.now(UTC))


@pytest.fixture(scope="module")
def oakfield(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two published establishments; Leo is known by a credential, the library's computer by its name."""
    folder = tmp_path_factory.mktemp("oakfield")
    leo = pseudonym(KeyFolder(folder / "keys").secret("pseudonym"), "oakfield", "leo@oakfield.example")
    identities = {
        "credentials": {"leo": {"hash": "00", "person": leo, "group": "learners-11-16"}},
        "devices": [{"name": "library-pc-3", "address": "10.1.2.3", "person": None, "group": "learners-16-plus"}],
        "asking": [],
    }
    running = {"from": "2026-11-22T00:00:00+00:00", "until": "2026-11-29T00:00:00+00:00"}
    exceptions = [{"id": "exc-1", "action": "allow", "host": "tiktok.com", "persons": [leo], **running}]
    publish(folder, identities=identities, exceptions=exceptions)
    return folder


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--data", str(folder / "data"), "--keys", str(folder / "keys")])


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.requirement("S0.14")
def test_a_fresh_data_folder_answers_from_the_librarys_lists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "decide", "https://www.bet365.com/", "www.childline.org.uk", "example.com", "--json") == 0
    printed = capsys.readouterr()
    bet, childline, other = [json.loads(line) for line in printed.out.splitlines()]
    assert [list(bet), list(childline), list(other)] == [KEYS] * 3
    assert (bet["url"], bet["outcome"], bet["categories"]) == ("https://www.bet365.com/", "block", ["gambling"])
    assert (childline["outcome"], childline["rule"]) == ("allow", "always-open:childline.org.uk")
    assert (other["outcome"], other["snapshot"]) == ("allow", "school-1")
    assert "compiling the library's lists" in printed.err


def test_nonsense_is_answered_as_nonsense_and_the_rest_as_usual(
    oakfield: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(oakfield, "decide", "not a url", "bet365.com", "http://", "\udcff.example", "--json")
    assert status == 2
    first, bet, *rest = answers(capsys)
    assert list(first) == ["url", "error"]
    assert bet["outcome"] == "block"
    assert all(list(one) == ["url", "error"] for one in rest)


def test_addresses_come_from_a_file_or_from_standard_input(
    oakfield: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = b"\xef\xbb\xbfbet365.com\r\n\n  example.com  \n\xff\xfe\0\n" + b"x" * 1_000_000 + b"\n"
    (tmp_path / "urls").write_bytes(lines)
    assert run(oakfield, "decide", "--file", str(tmp_path / "urls"), "--json") == 2
    from_file = answers(capsys)
    assert [one.get("outcome") for one in from_file] == ["block", "allow", None, None]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    run(oakfield, "decide", "--file", "-", "--json")
    assert answers(capsys) == from_file


def test_without_anything_else_the_first_schools_strictest_group_is_meant(
    oakfield: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(oakfield, "decide", "roblox.com", "--json")
    run(oakfield, "decide", "roblox.com", "--json", "--establishment", "elm-park")
    first, other = answers(capsys)
    assert (first["snapshot"], other["snapshot"]) == ("oakfield-1", "elm-park-1")
    assert first["reason"].endswith("blocked for Reception to Year 2.")


@pytest.mark.parametrize(
    ("options", "url", "outcome"),
    [
        (["--group", "learners-11-16", "--at", "2026-11-23T12:20"], "roblox.com", "allow"),
        (["--group", "Years 7 to 11", "--at", "2026-11-23T12:20"], "roblox.com", "allow"),
        (["--group", "learners-11-16", "--at", "2026-11-23T13:05"], "roblox.com", "block"),
        (["--group", "learners-11-16", "--at", "2026-06-01T11:20+00:00"], "roblox.com", "allow"),
        (["--group", "learners-11-16", "--at", "2026-06-01T11:20"], "roblox.com", "block"),
        (["--group", "staff"], "facebook.com", "allow"),
        (["--group", "staff"], "pornhub.com", "block"),
        (["--device", "library-pc-3"], "facebook.com", "allow"),
        (["--device", "library-pc-3"], "tinder.com", "block"),
        (["--as", "Leo@Oakfield.example", "--at", "2026-11-23T10:00"], "tiktok.com", "allow"),
        (["--as", "leo@oakfield.example", "--at", "2026-11-30T10:00"], "tiktok.com", "block"),
        (["--group", "learners-11-16", "--at", "2026-11-23T10:00"], "tiktok.com", "block"),
    ],
)
def test_who_asks_and_when_makes_the_difference(
    oakfield: Path, capsys: pytest.CaptureFixture[str], options: list[str], url: str, outcome: str
) -> None:
    assert run(oakfield, "decide", url, *options, "--json") == 0
    assert answers(capsys)[0]["outcome"] == outcome


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "Which address?"),
        (["x.example", "--establishment", "nowhere"], "there is: oakfield, elm-park"),
        (["x.example", "--group", "nobody"], "there is: learners-5-7"),
        (["x.example", "--device", "nothing"], "no device “nothing”"),
        (["x.example", "--as", "mallory"], "Nobody with the login"),
        (["x.example", "--at", "noon"], "is not a time"),
        (["x.example", "--at", "0001-01-01T00:00"], "no time at which"),
        (["x.example", "--at", "9999-12-31T23:59-14:00"], "no time at which"),
        (["--file", "/nowhere/urls"], "No such file"),
    ],
)
def test_what_cannot_be_followed_is_said_in_one_line(
    oakfield: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert run(oakfield, "decide", *options) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert printed.err.count("\n") == 1


def test_people_read_it_in_words(oakfield: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(oakfield, "decide", "bet365.com", "nonsense")
    out = capsys.readouterr().out
    assert out.startswith("block  bet365.com\n       This site is listed under “Gambling”")
    assert "error  nonsense\n       “nonsense” is one word, not an address." in out


def test_a_snapshot_that_was_touched_is_not_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(tmp_path)
    (tmp_path / "data" / "snapshots" / "policy-oakfield-1.json").write_text("{}")
    assert run(tmp_path, "decide", "example.com") == 2
    assert "is not the file that was signed" in capsys.readouterr().err
