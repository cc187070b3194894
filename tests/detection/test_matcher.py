"""From a search to a match: at once, once, and about what was seen, never about the child."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tutela.detection.matcher import Matcher, match_id
from tutela.detection.rule import BadRule
from tutela.detection.ruleset import Ruleset, compile_ruleset, load, pack, read_library
from tutela.events.event import Event

START = dt.datetime(2026, 1, 12, 9, 30, tzinfo=dt.UTC)
Fresh = Callable[[], Matcher]


def event(seq: int = 1, seconds: float = 0, **fields: Any) -> Event:
    given = {"source_id": "squid-oakfield", "site_id": 1, "user": "pleo", "device": "lab-1", **fields}
    return Event(time=START + dt.timedelta(seconds=seconds), seq=seq, **given)


def search(words: str, seq: int = 1, seconds: float = 0, **fields: Any) -> Event:
    return event(seq, seconds, search_terms=words, host="www.google.com", path="/search", **fields)


def blocks(count: int, every: float = 10, **fields: Any) -> list[Event]:
    given = {"action": "block", "categories": ("gambling",), "host": "bets.example", "path": "/", **fields}
    return [event(number + 1, number * every, **given) for number in range(count)]


@pytest.mark.parametrize("beside", ["childline number", "samaritans", "romeo and juliet essay", "lyrics", "homework"])
def test_leo_says_that_he_wants_to_die_and_dana_hears_of_it_whatever_stands_beside(fresh: Fresh, beside: str) -> None:
    (found,) = fresh().match([search(f"i want to kill myself {beside}")])
    assert (found.rule_id, found.severity, found.theme, found.four_c) == (
        "suicide-intent",
        1,
        "suicide-self-harm",
        "content",
    )
    assert (found.user, found.device, found.source_id, found.seq) == ("pleo", "lab-1", "squid-oakfield", 1)
    assert found.excerpt == f"i want to kill myself {beside}"


def test_mia_looks_for_penistone_and_nobody_is_told(fresh: Fresh) -> None:
    assert fresh().match([search("penistone grammar school"), search("romeo and juliet suicide essay", 2)]) == []


def test_one_search_is_one_match_for_a_theme_however_many_rules_it_meets(fresh: Fresh) -> None:
    found = fresh().match([search("i want to kill myself painless suicide methods, how to self harm")])
    assert [match.severity for match in found] == [1]


def test_two_themes_in_one_search_are_two_matches(fresh: Fresh) -> None:
    found = fresh().match([search("i want to kill myself he leaked my nudes")])
    assert {match.theme for match in found} == {"suicide-self-harm", "grooming-and-abuse"}


def test_each_keystroke_is_not_another_alert(fresh: Fresh) -> None:
    matcher = fresh()
    typed = ["i want to di", "i want to die", "i want to die p", "i want to die please"]
    events = [search(words, number, number) for number, words in enumerate(typed)]
    assert [match.excerpt for match in matcher.match(events)] == ["i want to die"]
    assert matcher.match([search("i want to die please", 9, 60)])


def test_two_people_who_type_the_same_are_two_alerts(fresh: Fresh) -> None:
    found = fresh().match([search("i want to die"), search("i want to die", 2, 1, user="pmia")])
    assert [match.user for match in found] == ["pleo", "pmia"]


def test_matching_again_gives_the_same_ids(fresh: Fresh) -> None:
    events = [search("i want to die"), *blocks(12)]
    assert fresh().match(events) == fresh().match(events)
    assert match_id("a-rule", "squid", 7) == match_id("a-rule", "squid", 7) != match_id("a-rule", "squid", 8)
    assert len(match_id("a-rule", "squid", 7)) == 32


def test_how_events_are_cut_into_batches_changes_nothing(fresh: Fresh) -> None:
    events = sorted([*blocks(25), search("how to make a pipe bomb", 99, 33)], key=lambda e: e.time)
    whole = fresh().match(events)
    matcher = fresh()
    assert whole == [match for one in events for match in matcher.match([one])]


def test_eleven_harmful_pages_in_ten_minutes_are_one_match(fresh: Fresh) -> None:
    (found,) = fresh().match(blocks(25))
    assert (found.rule_id, found.seq) == ("repeated-blocks", 11)
    assert found.excerpt == "11 or more within 10 minutes; the last: bets.example/"


def test_ten_or_slow_or_harmless_or_allowed_pages_are_none(fresh: Fresh) -> None:
    assert fresh().match(blocks(10)) == []
    assert fresh().match(blocks(30, every=120)) == []
    assert fresh().match(blocks(30, categories=("games",))) == []
    assert fresh().match(blocks(30, action="allow")) == []


def test_strangers_on_two_devices_are_not_one_person(fresh: Fresh) -> None:
    strangers = [*blocks(8, user="", device="lab-1"), *blocks(8, user="", device="lab-2")]
    assert fresh().match(strangers) == []


def test_the_same_pseudonym_at_two_schools_is_counted_apart(fresh: Fresh) -> None:
    assert fresh().match([*blocks(8, site_id=1), *blocks(8, site_id=2)]) == []


def test_after_a_restart_the_last_events_bring_the_windows_back(fresh: Fresh) -> None:
    events = blocks(11)
    matcher = fresh()
    matcher.rebuild(events[:10])
    assert [match.seq for match in matcher.match(events[10:])] == [11]


def test_the_signed_snapshot_holds_the_same_rules() -> None:
    few = {"circumvention", "harmful-block", "repeated-blocks"}
    whole = read_library()
    small = msgspec.structs.replace(whole, rules=tuple(rule for rule in whole.rules if rule["name"] in few))
    packed = pack(small)
    assert pack(small) == packed
    matcher = load(packed)
    assert [match.rule_id for match in matcher.match([search("free vpn")])] == ["circumvention"]


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"{", "cannot be read"), (b'{"format":9,"rules":[],"terms":[]}', "format 9"), (b"[]", "cannot")],
)
def test_a_snapshot_that_cannot_be_used_says_why(content: bytes, why: str) -> None:
    with pytest.raises(BadRule, match=why):
        load(content)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"title": "No name"}, "No name: give it a name"),
        ({"name": "a"}, "a: "),
        (
            {
                "name": "a",
                "title": "A",
                "logsource": {"category": "web"},
                "detection": {"s": {"host": "a"}, "condition": "s"},
            },
            "a: give it a safeguarding attribute",
        ),
        (
            {
                "name": "a",
                "title": "A",
                "correlation": {"type": "temporal", "rules": ["b"], "group-by": ["user"], "timespan": "5m"},
            },
            "a: .*temporal is not supported",
        ),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(rule: dict[str, Any], why: str) -> None:
    with pytest.raises(BadRule, match=why):
        compile_ruleset(Ruleset(rules=(rule,), terms=()))


@pytest.mark.full
def test_a_big_school_is_matched_faster_than_it_can_browse(fresh: Fresh) -> None:
    """At two searches in a hundred; the floor is far below what a quiet machine does, as this one is shared."""
    matcher = fresh()
    hosts = [f"site{number}.example" for number in range(5000)]
    events = [
        event(n, n / 600, host=hosts[n * 7 % 5000], search_terms=f"photosynthesis question {n}" if n % 50 == 0 else "")
        for n in range(200_000)
    ]
    began = time.process_time()
    for start in range(0, len(events), 5000):
        matcher.match(events[start : start + 5000])
    assert len(events) / (time.process_time() - began) > 100_000
