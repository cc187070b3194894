import datetime as dt
from typing import Any

import pytest

from tutela.events import retention
from tutela.events.event import Event
from tutela.events.stores.memory import MemoryStore

MARCH = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
TODAY = dt.date(2027, 3, 3)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.insert(
        [
            Event(time=MARCH + dt.timedelta(days=n), site_id=1, source_id="s", seq=n + 1, user=user)
            for n, user in enumerate(("pleo", "pmia", "pleo"))
        ],
        "s:1",
    )
    return store


def users(store: MemoryStore) -> list[object]:
    return [event["user"] for event in store.tables["events"]]


def test_nothing_is_dropped_before_a_named_person_has_confirmed(store: MemoryStore) -> None:
    assert retention.apply(store, dt.date(2099, 1, 1)) == []
    assert [kind.kind for kind in retention.unconfirmed(store)] == ["events", "matches", "records"]
    retention.confirm(store, kind="events", days=365, chosen_by="Hana", at=MARCH)
    assert [kind.kind for kind in retention.unconfirmed(store)] == ["matches", "records"]


def test_a_day_goes_when_its_time_is_over_and_not_before(store: MemoryStore) -> None:
    retention.confirm(store, kind="events", days=365, chosen_by="Hana", at=MARCH)
    assert retention.apply(store, dt.date(2027, 3, 2)) == []
    assert retention.apply(store, TODAY) == [retention.Drop("events", 20260302, 1)]
    assert users(store) == ["pmia", "pleo"]
    assert retention.apply(store, TODAY) == []


def test_a_hold_outlives_the_day_until_it_is_released(store: MemoryStore) -> None:
    retention.confirm(store, kind="events", days=30, chosen_by="Hana", at=MARCH)
    hold: dict[str, Any] = {"hold_id": "h1", "site_id": 1, "user": "pleo", "reason": "court", "owner": "Dana"}
    store.write("place_hold", held_from=MARCH, held_until=MARCH + dt.timedelta(days=1), at=MARCH, **hold)
    retention.apply(store, TODAY)
    assert users(store) == []
    held = store.query("held_timeline", site_id=1, user="pleo", limit=9)
    assert [event["seq"] for event in held] == [1]
    store.write("release_hold", hold_id="h1", reason="ended", owner="Dana", at=MARCH + dt.timedelta(days=1))
    retention.apply(store, TODAY)
    assert store.tables["held_events"] == []


@pytest.mark.parametrize(("kind", "days", "by"), [("events", 0, "Hana"), ("everything", 5, "Hana"), ("events", 5, " ")])
def test_a_choice_that_cannot_be_meant_is_refused(store: MemoryStore, kind: str, days: int, by: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        retention.confirm(store, kind=kind, days=days, chosen_by=by, at=MARCH)


def test_every_proposal_of_the_library_says_why() -> None:
    for kind in retention.proposed():
        assert kind.days > 0
        assert len(kind.basis) > 40
