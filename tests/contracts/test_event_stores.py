"""What every event store promises, whatever it is made of."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutela.events import columns
from tutela.events.event import IMPORTED, Event, Match
from tutela.events.statements import UnknownStatement, queries, writes
from tutela.events.store import Store
from tutela.events.stores.memory import MemoryStore

NINE = dt.datetime(2026, 3, 2, 9, 0, 0, 123000, dt.UTC)
DAY = dt.timedelta(days=1)
NOWHERE: dict[str, Any] = {"at_addresses": [], "at_from": [], "at_until": [], "site_id": 0}


def event(seq: int, user: str = "pleo", minutes: float = 0, **fields: Any) -> Event:
    given_fields = {
        "time": NINE + dt.timedelta(minutes=minutes or seq),
        "site_id": 1,
        "source_id": "squid-oakfield.a",
        "user": user,
        "src_ip": "10.1.2.3",
        "host": "example.org",
        "path": "/x",
        "url": "http://example.org/x",
    }
    return Event(seq=seq, **(given_fields | fields))


def trace(store: Store, **filters: Any) -> list[int]:
    asked: dict[str, Any] = {"users": [], "device": "", "host": "", "url": "", "limit": 100, **NOWHERE}
    found = store.query("trace", **(asked | {"from": NINE - DAY, "until": NINE + DAY} | filters))
    return [int(str(row["seq"])) for row in found]


def test_what_goes_in_comes_out_whole(store: Store) -> None:
    whole = event(
        1,
        user_basis="credential",
        device="library-pc-3",
        method="GET",
        url="https://search.test/search?q=caf%C3%A9",
        action="block",
        categories=("games", "fun"),
        rule="ut1:games",
        reason="category",
        status=403,
        bytes_in=2**40,
        bytes_out=7,
        user_agent="Mozilla \"x\" \\ 'y' é\t☃",
        search_terms="café, or 'not'",
        policy_version=7,
        group="9B",
    )
    store.insert([whole], "a:1")
    (row,) = store.query("timeline_of_person", site_id=1, user="pleo", limit=9, **{"from": NINE, "until": NINE + DAY})
    expected = msgspec.structs.asdict(whole) | {"categories": ["games", "fun"]}
    assert row == expected


@pytest.mark.requirement("S4.12")
def test_the_same_batch_twice_changes_nothing(store: Store) -> None:
    batch = [event(1), event(2)]
    store.insert(batch, "a:1")
    store.insert(batch, "a:1")
    assert trace(store) == [1, 2]


def test_a_persons_day_ends_before_until(store: Store) -> None:
    store.insert([event(1, minutes=1), event(2, minutes=2), event(3, "pmia", minutes=1)], "a:1")
    until = NINE + dt.timedelta(minutes=2)
    rows = store.query("timeline_of_person", site_id=1, user="pleo", limit=9, **{"from": NINE, "until": until})
    assert [row["seq"] for row in rows] == [1]


def test_around_an_event_stand_those_of_the_same_person(store: Store) -> None:
    store.insert([event(seq, "pleo" if seq % 2 else "pmia") for seq in range(1, 12)], "a:1")
    rows = store.query("around_event", source_id="squid-oakfield.a", seq=5, before=1, after=2)
    assert [row["seq"] for row in rows] == [3, 5, 7, 9]


def test_around_an_event_of_nobody_known_stand_those_of_the_same_address(store: Store) -> None:
    store.insert([event(seq, "", src_ip=f"10.0.0.{seq % 2}") for seq in range(1, 8)], "a:1")
    rows = store.query("around_event", source_id="squid-oakfield.a", seq=4, before=5, after=5)
    assert [row["seq"] for row in rows] == [2, 4, 6]


def test_around_an_event_that_is_not_there_stands_nothing(store: Store) -> None:
    assert store.query("around_event", source_id="x", seq=1, before=5, after=5) == []


def test_a_trace_finds_by_person_device_host_and_address(store: Store) -> None:
    store.insert(
        [
            event(1, "pleo", host="www.example.org", url="http://www.example.org/a", path="/a"),
            event(2, "pmia", device="library-pc-3"),
            event(3, "", src_ip="10.9.9.9", host="notexample.org", url="http://notexample.org/b", path="/b"),
        ],
        "a:1",
    )
    assert trace(store, users=["pleo", "nobody"]) == [1]
    assert trace(store, device="library-pc-3") == [2]
    assert trace(store, device="10.9.9.9") == [3]
    assert trace(store, host="example.org") == [1, 2]
    assert trace(store, url="http://www.example.org/") == [1]
    assert trace(store, url="notexample.org/b") == [3]
    assert trace(store, limit=2) == [1, 2]


def test_a_trace_of_a_person_includes_where_they_were_signed_on_at_that_time(store: Store) -> None:
    store.insert([event(seq, "", src_ip="10.1.1.1") for seq in range(1, 6)] + [event(6, "pmia")], "a:1")
    stays = {
        "at_addresses": ["10.1.1.1"],
        "at_from": [NINE + dt.timedelta(minutes=2)],
        "at_until": [NINE + dt.timedelta(minutes=4)],
    }
    assert trace(store, users=["pleo"], **stays) == [2, 3]


def match(position: int, seq: int = 1) -> Match:
    return Match(
        match_id=f"m{position}",
        time=NINE,
        site_id=1,
        user="pleo",
        device="",
        rule_id="self-harm-search",
        rule_version=1,
        severity=1,
        theme="self-harm",
        four_c="content",
        source_id="squid-oakfield.a",
        seq=seq,
        excerpt="…",
        position=position,
    )


def test_matches_are_read_on_from_a_position(store: Store) -> None:
    assert store.query("last_position") == [{"position": 0}]
    store.insert_matches([match(1), match(2), match(3, seq=9)], "m:1")
    store.insert_matches([match(1), match(2), match(3, seq=9)], "m:1")
    assert [row["match_id"] for row in store.query("matches_since", position=1, limit=10)] == ["m2", "m3"]
    assert store.query("last_position") == [{"position": 3}]
    assert store.query("matches_of_source", source_id="squid-oakfield.a", seq=1) == [{"match_id": "m3"}]
    (first,) = store.query("matches_since", position=0, limit=1)
    assert first == msgspec.structs.asdict(match(1))


def test_whole_events_are_read_in_their_order_and_on_from_one(store: Store) -> None:
    there = [event(1, categories=("games",), search_terms='c\n"x"', bytes_in=2**40), event(2), event(3, minutes=2)]
    store.insert(there, "s:1")
    span: dict[str, Any] = {"from": NINE - DAY, "until": NINE + DAY, "site_id": 0, "limit": 2}
    first = store.events("events_between", after_source="", after_seq=0, **span)
    assert [msgspec.structs.asdict(each) for each in first] == [msgspec.structs.asdict(each) for each in there[:2]]
    rest = span | {"from": there[1].time}
    then = store.events("events_between", after_source=there[1].source_id, after_seq=2, **rest)
    assert [each.seq for each in then] == [3]
    assert store.events("events_between", after_source="", after_seq=0, **(span | {"site_id": 9})) == []
    assert store.query("events_counted", site_id=1, **{"from": NINE, "until": NINE + DAY}) == [{"events": 3}]


def test_each_match_has_a_place_of_its_own_whoever_brings_it(store: Store) -> None:
    def unplaced(name: str, **more: Any) -> Match:
        return msgspec.structs.replace(match(0), match_id=name, **more)

    store.insert_matches([unplaced("a"), unplaced("b")], "live:1")
    store.insert_matches([unplaced("c", origin=IMPORTED, found_at=NINE + DAY)], "history:1")
    store.insert_matches([unplaced("d")], "live:2")
    found = store.query("matches_since", position=0, limit=10)
    assert [(row["match_id"], row["position"]) for row in found] == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]
    assert (found[2]["origin"], found[2]["found_at"]) == ("import", NINE + DAY)


def test_a_match_that_alerts_nobody_is_kept_and_not_told(store: Store) -> None:
    old = msgspec.structs.replace(match(0), match_id="old", alerts=False)
    store.insert_matches([old, msgspec.structs.replace(match(0), match_id="new")], "m:1")
    assert [row["match_id"] for row in store.query("matches_since", position=0, limit=10)] == ["new"]
    assert store.query("matches_of_source", source_id="squid-oakfield.a", seq=0) != []


def test_counts_name_no_person(store: Store) -> None:
    store.insert(
        [
            event(1, action="block", categories=("games", "fun"), group="9B", rule="r", reason="category"),
            event(2, action="block", categories=("games",), group="9B", rule="r", reason="category"),
            event(3, rule="default", reason="default"),
        ],
        "a:1",
    )
    span: dict[str, Any] = {"site_id": 1, "from": NINE - DAY, "until": NINE + DAY}
    assert store.query("blocked_by_category_and_group", **span) == [
        {"category": "games", "group": "9B", "requests": 2},
        {"category": "fun", "group": "9B", "requests": 1},
    ]
    assert store.query("decision_counts", **span) == [
        {"action": "block", "rule": "r", "reason": "category", "requests": 2},
        {"action": "allow", "rule": "default", "reason": "default", "requests": 1},
    ]


def test_addresses_are_counted_by_whether_anybody_was_known_there(store: Store) -> None:
    asked = (("10.2.0.1", "pleo", ""), ("10.2.0.1", "", ""), ("10.2.0.2", "", "Library 1"), ("10.2.0.3", "", ""))
    found = [
        event(number, src_ip=address, user=user, device=device)
        for number, (address, user, device) in enumerate((*asked, ("", "pleo", "")), 1)
    ]
    store.insert([*found, event(6, src_ip="10.2.0.4", site_id=2)], "a:1")
    span: dict[str, Any] = {"site_id": 1, "from": NINE - DAY, "until": NINE + DAY}
    assert store.query("addresses_known", **span) == [{"addresses": 3, "known": 2}]
    assert store.query("addresses_known", **span | {"site_id": 3}) == [{"addresses": 0, "known": 0}]


def test_a_day_is_the_establishments_own(store: Store) -> None:
    summer_night = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    store.insert([event(1, time=summer_night, action="block")], "a:1")
    span: dict[str, Any] = {"from": summer_night - DAY, "until": summer_night + DAY}
    days = store.query("requests_per_day", site_id=1, time_zone="Europe/London", **span)
    assert days == [{"day": "2026-07-02", "requests": 1, "blocked": 1}]


def test_positions_of_sources_show_a_loss(store: Store) -> None:
    store.insert([event(1), event(2), event(4)], "a:1")
    assert store.query("source_positions", sources=["squid-oakfield.a", "other"]) == [
        {"source_id": "squid-oakfield.a", "first": 1, "last": 4, "events": 3}
    ]


def test_records_of_the_gateway_are_found_by_kind(store: Store) -> None:
    rows = [
        {"time": NINE, "site_id": 1, "source_id": "gateway-oakfield.1", "seq": 1, "kind": kind, "content": "{}"}
        for kind in ("report-wrong", "canary")
    ]
    rows[1]["seq"] = 2
    block = columns.pack(columns.from_lists({name: [row[name] for row in rows] for name in rows[0]}))
    store.insert_block("records", block, "r:1")
    span: dict[str, Any] = {"from": NINE, "until": NINE + DAY}
    assert [row["seq"] for row in store.query("records_of_kind", kind="canary", limit=5, **span)] == [2]
    assert [row["seq"] for row in store.query("wrong_block_reports_since", time=NINE - DAY, limit=5)] == [1]
    assert store.query("wrong_block_reports_since", time=NINE, limit=5) == []


def test_a_hold_keeps_a_persons_events_when_their_day_is_dropped(store: Store) -> None:
    store.insert([event(1), event(2, "pmia")], "a:1")
    hold: dict[str, Any] = {"hold_id": "h1", "site_id": 1, "user": "pleo", "reason": "court", "owner": "Dana"}
    span: dict[str, Any] = {"held_from": NINE, "held_until": NINE + DAY}
    store.write("place_hold", at=NINE, **hold, **span)
    for _ in range(2):
        store.write("keep_held", day=20260302, site_id=1, user="pleo", **span)
    store.write("drop_day_of_events", day=20260302)
    assert trace(store) == []
    assert [row["seq"] for row in store.query("held_timeline", site_id=1, user="pleo", limit=9)] == [1]
    store.write("release_hold", hold_id="h1", reason="court has ended", owner="Dana", at=NINE + DAY)
    assert store.query("holds_in_force") == []
    store.write("drop_released")
    assert store.query("held_timeline", site_id=1, user="pleo", limit=9) == []


def test_a_person_can_be_forgotten_unless_a_hold_says_no(store: Store) -> None:
    store.insert([event(1), event(2, "pmia")], "a:1")
    hold: dict[str, Any] = {"hold_id": "h1", "site_id": 1, "user": "pmia", "reason": "court", "owner": "Dana"}
    store.write("place_hold", at=NINE, held_from=NINE, held_until=NINE + DAY, **hold)
    for user in ("pleo", "pmia"):
        store.write("erase_person", site_id=1, user=user)
    assert trace(store) == [2]


def test_the_last_choice_of_retention_counts(store: Store) -> None:
    for days, at in ((365, NINE), (30, NINE + DAY)):
        store.write("choose_retention", kind="events", days=days, chosen_by="Hana", at=at)
    assert [(row["kind"], row["days"]) for row in store.query("retention_choices")] == [("events", 30)]


def test_what_has_no_name_is_not_answered(store: Store) -> None:
    with pytest.raises(UnknownStatement):
        store.query("SELECT 1")
    with pytest.raises(UnknownStatement):
        store.write("drop everything")
    with pytest.raises(UnknownStatement, match="position"):
        store.query("matches_since", limit=1)


def test_every_statement_is_known_to_the_store_in_memory() -> None:
    assert all(hasattr(MemoryStore, f"_{name}") for name in (*queries(), *writes()))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=60))
def test_no_value_however_hostile_means_anything_but_itself(store: Store, text: str) -> None:
    assert trace(store, users=[text, "x"], host=text or "h", url=text or "u", device=text or "d") == []
