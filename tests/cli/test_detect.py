"""Dana asks the command line why a search did or did not make an alert."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tutela.cli.main import main


def test_it_says_which_phrase_was_found_and_that_help_words_excuse_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "explain", "i want to k1ll myself", "childline"]) == 0
    said = capsys.readouterr().out
    assert "suicide-intent: severity 1" in said
    assert "found “kill myself” of suicide-intent, in disguise" in said


def test_it_says_what_excused_a_phrase_and_what_held_a_rule_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "explain", "suicide squad"]) == 1
    assert "found “suicide” of suicide-topic, excused by “suicide squad”" in capsys.readouterr().out
    assert main(["detect", "explain", "suicide rates"]) == 1
    assert "held back by “rates” of subject-work" in capsys.readouterr().out
    assert main(["detect", "explain", "scunthorpe united"]) == 1
    assert capsys.readouterr().out == "No rule is concerned.\n"


def test_what_is_explained_at_night_is_what_is_explained_by_day(capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), tick=False):
        assert main(["detect", "explain", "suicide squad"]) == 1
    assert "night" not in capsys.readouterr().out


def test_as_json_each_rule_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    given = json.dumps({"action": "block", "categories": ["gambling"], "host": "bets.example"})
    assert main(["detect", "explain", "--event", given, "--json"]) == 0
    (rule,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (rule["rule_id"], rule["matches"]) == ("harmful-block", True)
    assert rule["counts_towards"] == ["repeated-blocks: 11 or more within 10 minutes"]


@pytest.mark.parametrize("arguments", [[], ["--event", "{"], ["--event", '{"seq": "x"}'], ["words", "--event", "{}"]])
def test_what_cannot_be_explained_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detect", "explain", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith("tutela detect: ")
    assert said.count("\n") == 1


def test_the_table_gives_precision_and_recall_for_each_theme(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "few.yaml").write_text(
        "source: s\nlicence: l\nnothing: [photosynthesis]\n"
        "expected:\n  suicide-self-harm: {1: [i want to die, feeling wobbly], 3: [suicide]}\n"
    )
    assert main(["detect", "evaluate", "--golden", str(tmp_path)]) == 1  # one of severity 1 was missed
    said = capsys.readouterr().out
    assert "100.0 %   50.0 %" in said
    assert "“feeling wobbly”: due suicide-self-harm 1, given nothing" in said
    assert main(["detect", "evaluate", "--golden", str(tmp_path), "--json"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["severity"], row["recall_pct"]) for row in rows] == [(1, 50.0), (3, 100.0)]


def test_an_empty_folder_measures_nothing(tmp_path: Path) -> None:
    assert main(["detect", "evaluate", "--golden", str(tmp_path)]) == 2
