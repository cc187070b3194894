"""What rules that count know after the recorder was stopped, or after the rules were changed under way."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tutela.detection.matcher import Matcher
from tutela.detection.ruleset import compile_ruleset, read_library
from tutela.events.event import Event
from tutela.events.stores.memory import MemoryStore
from tutela.recorder import process, rules
from tutela.settings import Settings

NOW = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
Fresh = Callable[[], Matcher]


def tries(count: int, minutes_ago: float = 20) -> list[Event]:
    """Leo's different searches for a way round the filter, one each minute."""
    return [
        Event(
            time=NOW - dt.timedelta(minutes=minutes_ago - number),
            seq=number + 1,
            source_id="squid-oakfield",
            site_id=1,
            user="pleo",
            host="www.google.com",
            search_terms=f"free vpn {number}",
        )
        for number in range(count)
    ]


def page(days_ago: float, seq: int = 900, category: str = "suicide") -> Event:
    given: dict[str, Any] = {"host": "forum.example", "action": "block", "categories": (category,), "user": "pleo"}
    return Event(time=NOW - dt.timedelta(days=days_ago), seq=seq, source_id="squid-oakfield", site_id=1, **given)


def found(matcher: Matcher, rule_id: str, *events: Event) -> list[int]:
    return [match.seq for match in matcher.match(events) if match.rule_id == rule_id]


@pytest.fixture
def restarted(monkeypatch: pytest.MonkeyPatch, fresh: Fresh, tmp_path: Path) -> Callable[[list[Event]], Matcher]:
    """The matcher of a recorder that starts on a store in which these events were matched and stored."""
    monkeypatch.setattr(rules, "load_library", lambda _zone: fresh())

    def _restarted(before: list[Event]) -> Matcher:
        store = MemoryStore()
        store.insert(before, "before")
        if matches := fresh().match(before):
            store.insert_matches(matches, "before")
        begun = rules.Rules(Settings(data=tmp_path / "data", keys=tmp_path / "keys"))
        begun.remember(process._recent(store, begun, NOW), process._spoken(store, begun, NOW))  # type: ignore[arg-type]
        return begun.matcher

    return _restarted


def test_searches_before_a_restart_count_after_it(restarted: Callable[[list[Event]], Matcher]) -> None:
    events = tries(5)
    assert found(restarted(events[:4]), "circumvention-tries", events[4]) == [5]


def test_what_was_said_before_a_restart_is_not_said_again(restarted: Callable[[list[Event]], Matcher]) -> None:
    events = tries(8)
    assert found(restarted(events[:6]), "circumvention-tries", *events[6:]) == []


def test_the_first_page_in_four_weeks_is_the_first_also_after_a_restart(
    restarted: Callable[[list[Event]], Matcher],
) -> None:
    assert found(restarted([page(27)]), "first-self-harm-page", page(0)) == []
    assert found(restarted([page(29)]), "first-self-harm-page", page(0)) == [900]


def test_one_person_is_not_another_and_one_subject_not_another(fresh: Fresh) -> None:
    matcher = fresh()
    assert found(matcher, "first-self-harm-page", page(3), page(2)) == [900]
    assert found(matcher, "first-violent-page", page(1, 901, "weapons")) == [901]
    assert found(matcher, "first-self-harm-page", msgspec.structs.replace(page(0), user="pmia", seq=902)) == [902]


def test_new_rules_go_on_where_the_old_ones_were() -> None:
    few = {"circumvention", "circumvention-tries"}
    whole = read_library()
    small = msgspec.structs.replace(whole, rules=tuple(rule for rule in whole.rules if rule["name"] in few))
    old, new = compile_ruleset(small), compile_ruleset(small)
    events = tries(5)
    old.match(events[:4])
    new.take_over(old)
    assert found(new, "circumvention-tries", events[4]) == [5]


def test_late_is_what_the_clock_on_the_wall_says(fresh: Fresh) -> None:
    """At ten past ten in the evening UTC it is ten past eleven in a British summer."""
    summer = dt.datetime(2026, 7, 1, 22, 10, tzinfo=dt.UTC)
    winter = dt.datetime(2026, 12, 1, 22, 10, tzinfo=dt.UTC)
    for evening, expected in ((summer, [6]), (winter, [])):
        events = [
            msgspec.structs.replace(one, time=evening + dt.timedelta(minutes=number), search_terms=f"a song {number}")
            for number, one in enumerate(tries(6))
        ]
        assert found(fresh(), "late-at-night", *events) == expected


def test_a_thousand_sizes_of_upload_are_remembered_as_one(fresh: Fresh) -> None:
    matcher = fresh()
    (lane,) = matcher._lanes["bytes_out", 50_000_000]
    before = len(lane._memory)  # the compiled rules are shared with tests of other uploads
    sizes = [
        Event(time=NOW, seq=n, host="sizes.wetransfer.com", bytes_out=49_999_990 + n, user="pleo") for n in range(20)
    ]
    assert found(matcher, "large-upload", *sizes) == list(range(10, 20))
    assert len(lane._memory) == before + 1
