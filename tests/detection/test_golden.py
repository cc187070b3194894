"""The golden set: searches labelled by hand, with floors under what the rules may miss or wrongly find.

The files called a look were written before the rules were tried on them; the rules were then
mended, so the set guards against getting worse. It does not measure how many searches of a new
child would be found: at first sight a look found 36 %, 55 % and 53 % of severity 1. The fourth look, at money, sexual
content and images, and at addresses, found 58, 50 and 77 % of money (severity 2, 3, 4), 50 % of images, and all of
the sexual content and of the addresses. Requests that count only together were written after their rules had been
read, so their figures say nothing about new ones: 29 of 30 gave what was written first. The one that did not, one
blocked proxy page that asks again and again, was labelled anew and stands among the harmless. The fifth look, at every
theme that words show, found 77 % of severity 1 as labelled, and 80 % with any alert; 131 of 135 harmless searches gave
none. The sixth, written once the rules were mended for the fifth, found 67 % of severity 1; so a third of what a child
may think of is still not foreseen, and no list of words will end that. The seventh look, at addresses, found half of
the betting sites and all others that were due, and showed that a name which only ends in the letters of another was
taken for it.
"""

from pathlib import Path

import pytest

from tutela.detection.evaluate import Evaluation, evaluate, read_golden
from tutela.detection.matcher import Matcher
from tutela.detection.ruleset import read_library

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def result(library: Matcher) -> Evaluation:
    library.start_again()
    return evaluate(library, read_golden(GOLDEN))


def test_there_are_enough_searches_to_mean_something(result: Evaluation) -> None:
    assert result.cases >= 600
    assert result.harmless >= 300


def test_nothing_that_must_be_looked_at_now_is_missed(result: Evaluation) -> None:
    worst = [row for row in result.rows if row.severity == 1]
    assert {row.theme for row in worst} >= {"suicide-self-harm", "grooming-and-abuse", "violence-and-extremism"}
    assert [
        wrong.case.searched
        for wrong in result.wrong
        if any(n == 1 for _, n in set(wrong.case.labels) - set(wrong.given))
    ] == []


def test_every_theme_and_severity_of_a_rule_has_cases_that_are_due(result: Evaluation) -> None:
    due = {(row.theme, row.severity): row.due for row in result.rows}
    rules = [one for one in read_library().rules if "safeguarding" in one]
    assert len(rules) >= 40
    for rule in rules:
        kind = (rule["safeguarding"]["theme"], rule["safeguarding"]["severity"])
        assert due.get(kind, 0) >= 5, (rule["name"], kind)


def test_few_alerts_are_wrong_and_few_searches_are_missed(result: Evaluation) -> None:
    for row in result.rows:
        assert (row.precision_pct or 0) >= 95, row
        assert (row.recall_pct or 0) >= 95, row


def test_ordinary_schoolwork_is_left_alone(result: Evaluation) -> None:
    assert result.quiet >= 0.99 * result.harmless


def test_a_search_that_stands_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("source: s\nlicence: l\nnothing: [a, a]\n")
    with pytest.raises(ValueError, match="“a” stands in the golden set twice"):
        read_golden(tmp_path)
