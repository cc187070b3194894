"""The rules that come with Tutela: each proves itself on its own examples, and all speak plainly."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tutela.detection.matcher import Matcher
from tutela.detection.rule import EventExample, Rule, example_events
from tutela.detection.ruleset import list_rules, pack, read_library, unpack

RULESET = read_library()
RULES = list_rules(RULESET)
EXAMPLES = [
    pytest.param(rule.id, example, expected, id=f"{rule.id}-{'finds' if expected else 'leaves'}-{number}")
    for rule in RULES.values()
    for expected in (True, False)
    for number, example in enumerate(
        rule.safeguarding.examples.positive if expected else rule.safeguarding.examples.negative
    )
]


@pytest.mark.parametrize(("rule_id", "example", "expected"), EXAMPLES)
def test_a_rule_finds_its_positive_examples_and_leaves_its_negative_ones(
    library: Matcher, fresh: Callable[[], Matcher], rule_id: str, example: str | EventExample, expected: bool
) -> None:
    matcher = fresh()
    events = example_events(example)
    if rule_id in matcher.correlations:
        found = rule_id in {match.rule_id for match in matcher.match(events)}
    else:
        found = any(matcher.compiled[rule_id].test(event) for event in events)
    assert found is expected


@pytest.mark.parametrize("rule", RULESET.rules, ids=[one["name"] for one in RULESET.rules])
def test_the_end_of_an_address_is_never_the_end_of_another_name(rule: dict[str, Any]) -> None:
    # "stake.com" is the end of "mistake.com" too: such a rule says the address itself, and what ends in a dot and it
    ends = re.findall(r"'host\|endswith': (\[[^\]]*\]|'[^']*')", str(rule))
    assert all(one.startswith(".") for found in ends for one in re.findall(r"'([^']*)'", found))


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_tells_people_what_was_seen_and_what_to_do_and_judges_nobody(rule: Rule) -> None:
    about = rule.safeguarding
    said = f"{rule.title} {rule.description} {about.words}".casefold()
    for judgement in (
        "at risk",
        "risk score",
        "suspect",
        "likely to",
        "dangerous person",
        "offender",
        "guilty",
        "liar",
    ):
        assert judgement not in said
    assert about.words.endswith(".")
    assert re.match(r"1\. .+\n2\. ", about.runbook), "numbered steps"
    if about.severity == 1:
        assert "999" in about.runbook
    assert rule.licence
    assert about.source


def test_every_document_has_an_id_of_its_own() -> None:
    ids = [rule["id"] for rule in RULESET.rules]
    assert len(set(ids)) == len(ids)


def test_every_term_list_is_asked_for_by_some_rule() -> None:
    asked = set(re.findall(r"%([\w-]+)%", str(RULESET.rules)))
    assert asked == {terms.id for terms in RULESET.terms}


def test_no_allow_phrase_stands_for_nothing() -> None:
    """An allow-phrase that touches no phrase of its list is a slip of the pen; most are one word longer."""
    for terms in RULESET.terms:
        words = {word for phrase in terms.all_phrases() for word in phrase.split()}
        for allowed in terms.all_allowed():
            assert any(word in allowed for word in words), f"{terms.id}: {allowed}"


def test_the_library_goes_through_a_snapshot_unchanged() -> None:
    assert msgspec.to_builtins(unpack(pack(RULESET))) == msgspec.to_builtins(RULESET)


def test_four_of_the_cs_are_thought_of() -> None:
    covered: set[Any] = {rule.safeguarding.four_c for rule in RULES.values()}
    assert {"content", "contact", "conduct"} <= covered
