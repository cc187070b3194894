"""Sigma rules mean what Sigma says, over the fields of our events; what is not supported is refused by name."""

import datetime as dt
from typing import Any

import pytest

from tutela.detection.sigma import BadRule, compile_rule
from tutela.detection.terms import TermIndex, TermList
from tutela.events.event import Event

INDEX = TermIndex(
    [
        TermList(id="bad-hosts", title="t", source="s", licence="l", phrases=("bets.example", "cards.example")),
        TermList(id="worry", title="t", source="s", licence="l", phrases=("self harm",)),
        TermList(id="school", title="t", source="s", licence="l", phrases=("essay",)),
    ]
)


def event(**fields: Any) -> Event:
    return Event(time=dt.datetime(2026, 1, 12, 9, 30, tzinfo=dt.UTC), **fields)


def matches(detection: dict[str, Any], given: Event) -> bool:
    rule = {"title": "A rule", "logsource": {"category": "web"}, "detection": detection}
    return compile_rule("a-rule", rule, INDEX).test(given)


@pytest.mark.parametrize(
    ("item", "fields", "expected"),
    [
        ({"host": "WWW.example.org"}, {"host": "www.EXAMPLE.org"}, True),
        ({"host|endswith": ".example.org"}, {"host": "a.example.org"}, True),
        ({"host|endswith": ".example.org"}, {"host": "example.org"}, False),
        ({"path|startswith": ["/a", "/b"]}, {"path": "/b/c"}, True),
        ({"url|contains|all": ["one", "two"]}, {"url": "http://two.example/one"}, True),
        ({"url|contains|all": ["one", "two"]}, {"url": "http://one.example/"}, False),
        ({"path|re": r"^/\d+$"}, {"path": "/123"}, True),
        ({"path|re": r"^/\d+$"}, {"path": "/12a"}, False),
        ({"path|re|i": "ABC"}, {"path": "/abc"}, True),
        ({"categories": "gambling"}, {"categories": ("games", "gambling")}, True),
        ({"categories": ["drugs", "gambling"]}, {"categories": ("games",)}, False),
        ({"status|gte": 400}, {"status": 404}, True),
        ({"status": 200}, {"status": 200}, True),
        ({"src_ip|cidr": "10.1.0.0/16"}, {"src_ip": "10.1.2.3"}, True),
        ({"src_ip|cidr": "10.1.0.0/16"}, {"src_ip": ""}, False),
        ({"user": None}, {"user": ""}, True),
        ({"device|exists": True}, {"device": ""}, False),
        ({"action|neq": "allow"}, {"action": "block"}, True),
        ({"host|expand": "%bad-hosts%"}, {"host": "cards.example"}, True),
        ({"host|expand": "%bad-hosts%"}, {"host": "cards.example.org"}, False),
        ({"search_terms|contains|expand": "%worry%"}, {"search_terms": "Self-Harm pictures"}, True),
        ({"search_terms|contains|expand": "%worry%"}, {"search_terms": "myself harmony"}, False),
        ({"search_terms|contains": "self-harm"}, {"search_terms": "SELF HARM"}, True),
    ],
)
def test_a_field_is_compared_as_sigma_says(item: dict[str, Any], fields: dict[str, Any], expected: bool) -> None:
    assert matches({"sel": item, "condition": "sel"}, event(**fields)) is expected


def test_conditions_combine_detections() -> None:
    detection = {
        "sel_a": {"host": "a.example"},
        "sel_b": [{"action": "block"}, {"status": 403}],
        "school": {"search_terms|contains|expand": "%school%"},
        "condition": "all of sel_* and not school",
    }
    assert matches(detection, event(host="a.example", status=403))
    assert not matches(detection, event(host="a.example", status=403, search_terms="my essay"))
    assert not matches(detection, event(host="a.example"))
    assert matches(detection | {"condition": "1 of sel_*"}, event(host="a.example"))


def test_what_a_rule_depends_on_and_which_lists_it_asks_is_known() -> None:
    detection = {
        "a": {"search_terms|contains|expand": "%worry%", "group": "staff"},
        "b": {"search_terms|contains|expand": "%school%"},
        "condition": "a and not b",
    }
    rule = {"title": "A rule", "logsource": {"category": "web"}, "detection": detection}
    compiled = compile_rule("a-rule", rule, INDEX)
    assert compiled.fields == ("search_terms", "group")
    assert compiled.asks == {"worry"}
    assert compiled.excuses == {"school"}


@pytest.mark.parametrize(
    ("detection", "why"),
    [
        ({"sel": {"hots": "a"}, "condition": "sel"}, "no field “hots”"),
        ({"sel": ["just words"], "condition": "sel"}, "words without a field"),
        ({"sel": {"host|cased": "A"}, "condition": "sel"}, "not supported"),
        ({"sel": {"host|base64": "abc"}, "condition": "sel"}, None),
        ({"sel": {"host|base64offset|contains": "abc"}, "condition": "sel"}, "not supported"),
        ({"sel": {"url|contains": "a*b"}, "condition": "sel"}, "inside a text is not supported"),
        ({"sel": {"host|lt": 3}, "condition": "sel"}, "not a number"),
        ({"sel": {"host|fieldref": "url"}, "condition": "sel"}, "not supported"),
        ({"sel": {"host|expand": "%nothing%"}, "condition": "sel"}, "no term list “nothing”"),
        ({"sel": {"host|fancy": "a"}, "condition": "sel"}, "fancy"),
        ({"sel": {"host": "a"}, "condition": "other"}, "other"),
        ({"sel": {"path|re": "("}, "condition": "sel"}, "invalid"),
    ],
)
def test_what_is_not_supported_is_refused_with_the_name_of_the_rule(detection: dict[str, Any], why: str | None) -> None:
    if why is None:  # encoded text is plain text once pySigma has encoded it
        assert not matches(detection, event(host="a"))
        return
    with pytest.raises(BadRule, match="a-rule: .*" + why):
        matches(detection, event())
