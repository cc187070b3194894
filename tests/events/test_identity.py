import datetime as dt
import json
from typing import Any

from tutela.events.identity import IdentityHistory

NINE = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def at(hour: float) -> dt.datetime:
    return NINE + dt.timedelta(hours=hour - 9)


def record(n: int, what: str, person: str, since: float, until: float, address: str = "10.1.1.1", **more: str) -> Any:
    said = {"what": what, "address": address, "person": person, "device": "pc", "group": "9B", "source": "dhcp"}
    times = {"from": at(since).isoformat(), "until": at(until).isoformat()}
    return {"time": at(since), "seq": n, "content": json.dumps(said | times | more)}


def person_at(history: IdentityHistory, hour: float, address: str = "10.1.1.1") -> str | None:
    stay = history.at(address, at(hour))
    return stay.person if stay else None


def test_leo_is_at_an_address_from_signing_on_until_just_before_the_end() -> None:
    history = IdentityHistory([record(1, "signed-on", "pleo", 9, 12)])
    assert [person_at(history, hour) for hour in (8.9, 9, 11.9, 12)] == [None, "pleo", "pleo", None]
    assert person_at(history, 10, "10.9.9.9") is None


def test_mia_signing_on_ends_leos_stay() -> None:
    history = IdentityHistory([record(1, "signed-on", "pleo", 9, 12), record(2, "signed-on", "pmia", 10, 11)])
    assert [person_at(history, hour) for hour in (9.5, 10.5, 11.5)] == ["pleo", "pmia", None]


def test_nobody_is_there_after_signing_off() -> None:
    history = IdentityHistory([record(1, "signed-on", "pleo", 9, 12), record(2, "signed-off", "pleo", 9, 10)])
    assert [person_at(history, hour) for hour in (9.5, 10.5)] == ["pleo", None]


def test_a_stay_of_today_says_nothing_about_yesterday() -> None:
    history = IdentityHistory([record(1, "signed-on", "pleo", 33, 40), record(2, "signed-on", "pmia", 9, 12)])
    assert person_at(history, 10) == "pmia"
    assert person_at(history, 34) == "pleo"


def test_the_stays_of_a_person_are_found_wherever_they_were() -> None:
    history = IdentityHistory(
        [
            record(1, "signed-on", "pleo", 9, 12),
            record(2, "signed-on", "pleo", 13, 14, "10.2.2.2"),
            record(3, "signed-on", "", 9, 15, "10.3.3.3"),
        ]
    )
    assert {stay.address for stay in history.of_people(["pleo"])} == {"10.1.1.1", "10.2.2.2"}
    assert history.of_people([""]) == []


def test_a_record_that_cannot_be_read_identifies_nobody() -> None:
    broken = [
        record(n, "signed-on", "pleo", 9, 12, **{"from": since}) for n, since in enumerate(("2026-03-02T09:00:00", "x"))
    ]
    broken.append({"time": NINE, "seq": 3, "content": "{}"})
    assert person_at(IdentityHistory(broken), 9.5) is None
