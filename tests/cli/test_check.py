"""Ivy asks whether the configuration is right before she starts anything."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tutela.cli.check import wrong_settings
from tutela.cli.main import main
from tutela.filtering.defaults import default_policy
from tutela.filtering.publish import publish_all
from tutela.keys import KeyFolder
from tutela.settings import Settings, load


def check(settings: Settings, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, tuple[bool, str]]]:
    capsys.readouterr()
    status = main(["check", "--json", "--data", str(settings.data), "--keys", str(settings.keys)])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {tuple(row) for row in rows} == {("part", "well", "words")}
    return status, {row["part"]: (row["well"], row["words"]) for row in rows}


@pytest.fixture
def oakfield(tmp_path: Path) -> Settings:
    settings = load(tmp_path / "data", tmp_path / "keys")
    settings.make_folders()
    policy = default_policy({"id": 1, "slug": "oakfield", "name": "Oakfield Academy"})
    key = KeyFolder(settings.keys).signing_key()
    publish_all(settings.snapshots, settings.lists, [policy], key, datetime.now(UTC))
    return settings


def test_a_fresh_folder_is_right_and_stays_untouched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = check(load(tmp_path / "data", tmp_path / "keys"), capsys)
    assert found["settings"] == (True, "The settings can be used.")
    assert found["keys"][0]
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_is_right_only_as_it_was_signed(oakfield: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(oakfield, capsys)[1]["snapshot oakfield"][0]
    (oakfield.snapshots / "policy-oakfield-1.json").write_text("{}")
    status, found = check(oakfield, capsys)
    assert status == 1
    assert "is not the file that was signed" in found["snapshot oakfield"][1]


def test_snapshots_without_their_keys_are_wrong(oakfield: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(oakfield.keys)
    status, found = check(oakfield, capsys)
    assert status == 1
    assert not found["keys"][0]
    assert not oakfield.keys.exists()


@pytest.mark.engine
def test_squid_is_asked_whether_it_would_start(oakfield: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(oakfield, capsys)[1]["squid"] == (True, "Squid accepts the configuration of oakfield.")
    (oakfield.data / "tutela.toml").write_text('proxy_networks = ["10.0.0.0/99"]')
    status, found = check(oakfield, capsys)
    assert status == 1
    assert not found["squid"][0]
    assert not found["settings"][0]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"web_port": 3128}, "are both 3128"),
        ({"tls_key": Path("/nowhere")}, "belong together"),
        ({"tls_key": Path("/nowhere"), "tls_certificate": Path("/nowhere")}, "No such file"),
        ({"upstream_ca": Path("/etc/hostname")}, "upstream_ca"),
        ({"proxy_hosts_file": Path("/nowhere")}, "proxy_hosts_file"),
        ({"proxy_networks": ("10.0.0.0/99",)}, "is not a network"),
        ({"mail": "nonsense"}, "mail is not an address"),
        ({"mail": "smtp://user:secret@host:port"}, "mail is not an address"),
        ({"events": "nonsense"}, "events is not an address"),
        ({"database": "sqlite:x"}, "database = "),
    ],
)
def test_settings_that_cannot_work_are_named(changed: dict[str, object], words: str) -> None:
    (said,) = wrong_settings(Settings(**changed))  # type: ignore[arg-type]
    assert words in said
    assert "secret" not in said


def test_good_addresses_are_accepted() -> None:
    addresses = {
        "mail": "smtp://user:password@host:587",
        "events": "clickhouse://host:8123/tutela",
        "database": "postgresql://user@host/tutela",
    }
    assert list(wrong_settings(Settings(**addresses))) == []  # type: ignore[arg-type]


def test_folders_that_are_closed_to_whoever_asks_are_not_taken_for_empty(
    oakfield: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # whoever runs the tests may be root, to whom all is open
    status, found = check(oakfield, capsys)
    assert status == 1
    assert f"{oakfield.keys} cannot be read by" in found["settings"][1]
    assert main(["lists", "status", "--data", str(oakfield.data), "--keys", str(oakfield.keys)]) == 2
    assert f"{oakfield.lists} cannot be read by" in capsys.readouterr().err
