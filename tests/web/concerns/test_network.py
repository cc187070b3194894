"""What Leo's browser asked for, as Dana reads it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests import cast
from tests.web.concerns.scenes import a_case, a_concern
from tutela.web.concerns import network, queries

AT = datetime(2026, 11, 16, 7, 31, 8, tzinfo=UTC)


def asked(what: str, seconds: float = 0, **more: Any) -> dict[str, Any]:
    """A request; one without a dot is a search."""
    event = {"time": (AT + timedelta(seconds=seconds)).isoformat(), "url": f"https://{what}", "action": "allow"}
    if "." not in what:
        event |= {"url": "https://www.google.com/search", "search_terms": what}
    return event | more


def test_an_address_that_was_asked_for_again_and_again_is_one_row_even_between_others() -> None:
    events = [asked("a.example/", n) if n % 2 else asked("b.example/", n) for n in range(12)]
    assert [(row.what, row.times) for row in network.fold(events)] == [("b.example/", 6), ("a.example/", 6)]
    assert network.fold(events)[0].last_at == AT + timedelta(seconds=10)


def test_what_was_opened_after_a_search_stands_after_it() -> None:
    rows = network.fold([asked("a.example/"), asked("how to hide"), asked("a.example/"), asked("how to hide")])
    assert [(row.what, row.times) for row in rows] == [("a.example/", 1), ("how to hide", 2), ("a.example/", 1)]


def test_opened_and_blocked_are_two_rows() -> None:
    rows = network.fold([asked("a.example/"), asked("a.example/", action="block")])
    assert [row.is_blocked for row in rows] == [False, True]


def test_an_event_without_a_moment_is_left_out() -> None:
    assert (
        network.fold([asked("a.example/", time="yesterday"), {"url": "x"}, asked("b.example/", time=AT)])[0].times == 1
    )


@pytest.mark.parametrize(
    ("event", "is_background"),
    [
        (asked("update.googleapis.com/service"), True),
        (asked("x.gvt2.com:443"), True),
        (asked("a.example/favicon.ico"), True),
        ({"host": "www.google.com", "path": "/complete/search"}, True),
        (asked("mygvt2.com/"), False),
        (asked("www.google.com/maps"), False),
        (asked("update.googleapis.com/", matched=True), False),
        (asked("how to hide"), False),
    ],
)
def test_what_a_browser_asks_by_itself_is_known(event: dict[str, Any], is_background: bool) -> None:
    assert network.is_background(event) is is_background


def test_a_chronology_holds_what_made_the_alert_and_leads_to_the_rest(sign_in) -> None:
    events = [asked("page.example/", n) for n in range(12)]
    events += [asked("how to hide", 20 + n, matched=True) for n in range(2)]
    events += [{**asked("shop.example/", 30 + n), "matched": False} for n in range(12)]
    events = [{"matched": False, **event} for event in events]
    concern = a_concern(events=events, origin="alert")
    case = a_case(concern)
    read = queries.read_case(actor=cast.acting(cast.dana()), case_id=case.pk, today=AT.date(), at=AT)
    seen = [moment for moment in read.chronology if moment.kind == "event"]
    assert [(moment.title, moment.text) for moment in seen] == [("Search, 2 times", "how to hide")]
    client = sign_in(cast.dana())
    page = client.get(f"/concerns/cases/{case.pk}/").content.decode()
    assert f"/concerns/{concern.pk}/#seen" in page
    page = client.get(f"/concerns/{concern.pk}/").content.decode()
    assert 'id="seen"' in page
    assert "page.example/" in page
    assert "7:31:28am" in page


def test_no_number_of_a_case_tells_how_many_there_are() -> None:
    numbers = [a_case().number for _ in range(4)]
    assert len(set(numbers)) == 4
    assert all(number >= 1000 for number in numbers)
    assert sorted(numbers) != list(range(numbers[0], numbers[0] + 4))
