"""Detection over what is stored: found once, in its time, and nobody called for what is long past."""

import datetime as dt
from typing import Any

import pytest

from tests.recorder.small_rules import LIMIT, rules
from tutela.events.event import Event
from tutela.events.store import Store
from tutela.events.stores.memory import MemoryStore
from tutela.recorder import history
from tutela.recorder.history import LookedBack, look_back
from tutela.recorder.loader import Loader
from tutela.recorder.segment import Slice, Standing

MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)
ALL: dict[str, Any] = {"since": MONDAY - dt.timedelta(days=1), "until": TUESDAY}


def search(seq: int, words: str, minutes: float = 0, user: str = "pleo", **more: Any) -> Event:
    about = {"source_id": "import-1", "host": "www.google.com", "path": "/search", "site_id": 1, "src_ip": "10.1.2.3"}
    return Event(time=MONDAY + dt.timedelta(minutes=minutes), seq=seq, user=user, search_terms=words, **(about | more))


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    events = [search(1, "cats"), search(2, "i want to die", 5), search(3, "football results", 6)]
    store.insert(events, "import-1:1.3")
    return store


def matches(store: Store) -> list[Any]:
    return store.query("matches_since", position=0, limit=100)


def looked(store: Store, now: dt.datetime = TUESDAY, **more: Any) -> LookedBack:
    return look_back(store, rules(), now=now, **(ALL | more))


@pytest.mark.requirement("S4.12")
def test_a_search_in_an_imported_log_is_found_and_says_that_it_was_imported(store: MemoryStore) -> None:
    assert looked(store) == (3, 1, 0)
    (match,) = matches(store)
    assert (match["severity"], match["seq"], match["origin"]) == (1, 2, "import")
    assert (match["time"], match["found_at"]) == (MONDAY + dt.timedelta(minutes=5), TUESDAY)


def test_looking_again_finds_nothing_new(store: MemoryStore) -> None:
    looked(store)
    assert looked(store).new == 0
    assert len(store.tables["matches"]) == 1


def test_what_is_older_than_a_week_is_counted_and_alerts_nobody(store: MemoryStore) -> None:
    assert looked(store, now=MONDAY + dt.timedelta(days=8)) == (3, 1, 1)
    assert matches(store) == []
    span: dict[str, Any] = {"from": MONDAY, "until": TUESDAY}
    (row,) = store.query("matches_by_rule", site_id=1, **span)
    assert (row["found"], row["silent"], row["origin"]) == (1, 1, "import")


def test_somebody_may_ask_for_alerts_of_what_is_older(store: MemoryStore) -> None:
    assert looked(store, now=MONDAY + dt.timedelta(days=8), alerts_since=MONDAY).silent == 0
    assert len(matches(store)) == 1


def test_what_was_found_as_it_happened_is_not_found_again(store: MemoryStore) -> None:
    live = [search(n, "i want to die", 5, source_id="squid-oakfield.a", user="pmia") for n in (1,)]
    after = Standing(source_id="squid-oakfield.a")
    Loader(store, rules().match).store_slice(Slice(after, events=live), 1, MONDAY)
    assert looked(store).new == 1
    assert [match["origin"] for match in matches(store)] == ["live", "import"]


def test_only_the_sources_that_are_named_are_told_of(store: MemoryStore) -> None:
    store.insert([search(1, "i want to die", 7, source_id="import-2", user="pmia")], "import-2:1.1")
    assert looked(store, sources=["import-2"]).new == 1
    assert [match["source_id"] for match in matches(store)] == ["import-2"]


def test_only_the_establishment_that_is_meant_is_looked_at(store: MemoryStore) -> None:
    store.insert([search(1, "i want to die", site_id=2, source_id="import-2")], "import-2:1.1")
    assert looked(store, site_id=2).events == 1
    assert [match["site_id"] for match in matches(store)] == [2]


def test_no_event_is_passed_over_where_many_have_the_same_time(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "AT_ONCE", 2)
    store.insert([search(n, f"cats {n}", 5) for n in range(4, 20)], "import-1:4.19")
    steps: list[tuple[int, int]] = []
    assert looked(store, progress=lambda *step: steps.append(step)).events == 19
    assert steps[-1] == (19, 19)


def refused(seq: int, minutes: float) -> Event:
    return search(seq, "", minutes, host="games.example", path="/", action="block", reason="Games")


def test_a_rule_that_counts_speaks_once_wherever_one_begins_to_look() -> None:
    store = MemoryStore()
    store.insert([refused(n, n) for n in range(1, 5 * LIMIT)], "import-1:1")
    assert looked(store).new == 2
    for minute in (0, 1, 4, 7, 12):
        assert looked(store, since=MONDAY + dt.timedelta(minutes=minute)).new == 0


def test_what_came_before_the_beginning_is_counted_with() -> None:
    store = MemoryStore()
    store.insert([refused(n, n) for n in range(1, LIMIT + 1)], "import-1:1")
    assert looked(store, since=MONDAY + dt.timedelta(minutes=LIMIT)).new == 1
