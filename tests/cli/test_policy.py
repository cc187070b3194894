"""`tutela policy`: putting in force, going back, and seeing what is enforced."""

import argparse
import json
from pathlib import Path

import pytest

from tutela.cli import policy
from tutela.cli.main import main
from tutela.filtering.defaults import default_policy
from tutela.settings import Settings, load


def run(folder: Path, *arguments: str) -> int:
    return main([*arguments, "--data", str(folder / "data"), "--keys", str(folder / "keys")])


def test_the_policy_of_a_school_that_has_chosen_nothing_can_be_seen_before_it_is_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "policy", "export") == 0
    exported = json.loads(capsys.readouterr().out)
    assert exported["establishment"]["slug"] == "school"
    assert run(tmp_path, "policy", "publish") == 0
    assert run(tmp_path, "policy", "publish") == 0
    assert "school version 2 is in force" in capsys.readouterr().out
    assert run(tmp_path, "policy", "export", "--establishment", "school") == 0
    assert json.loads(capsys.readouterr().out)["version"] == 2


def test_going_back_one_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "policy", "rollback") == 2
    run(tmp_path, "policy", "publish")
    assert run(tmp_path, "policy", "rollback") == 2
    run(tmp_path, "policy", "publish")
    capsys.readouterr()
    assert run(tmp_path, "policy", "rollback", "--establishment", "school") == 0
    assert capsys.readouterr().out == "school version 1 is in force again\n"


@pytest.mark.parametrize("verb", ["publish", "rollback", "export"])
def test_an_establishment_that_is_not_there_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    run(tmp_path, "policy", "publish")
    assert run(tmp_path, "policy", verb, "--establishment", "nowhere") == 2
    printed = capsys.readouterr().err.splitlines()[-1]
    assert "nowhere" in printed


def test_policies_come_from_whoever_knows_the_establishments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def oakfield(settings: Settings) -> list[dict[str, object]]:
        return [default_policy({"id": 1, "slug": "oakfield", "name": "Oakfield Academy"})]

    settings = load(tmp_path / "data", tmp_path / "keys")
    args = argparse.Namespace(establishment=None, policy_source=oakfield)
    assert policy.publish(args, settings) == 0
    assert capsys.readouterr().out == "oakfield version 1 is in force\n"


def test_a_policy_that_would_not_do_what_it_must_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def careless(settings: Settings) -> list[dict[str, object]]:
        return [default_policy() | {"always_open": [{"host": "must-block.tutela.example", "kind": "system"}]}]

    settings = load(tmp_path / "data", tmp_path / "keys")
    args = argparse.Namespace(establishment=None, policy_source=careless)
    assert policy.publish(args, settings) == 1
    assert "would not do what it must" in capsys.readouterr().err
