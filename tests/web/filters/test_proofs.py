"""What the filter shows of itself: figures with a day, and silence where nothing is known."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.reports import scenes
from tutela.events.event import Event
from tutela.events.store import StoreError, connect
from tutela.settings import Settings, load
from tutela.web.filters import proofs, queries

SignIn = Callable[..., Client]


def figures() -> dict[str, float]:
    return {figure.kind: figure.value for figure in proofs.list_figures(cast.oakfield(), scenes.NOW)}


def test_gaps_of_thirty_days_are_counted_for_the_school_whose_they_are(tutela: Settings, settings: object) -> None:
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store = connect(settings.TUTELA)
    assert figures()["records.gaps"] == 0
    for number, (place, days) in enumerate(((cast.oakfield(), 2), (cast.elm_park(), 2), (cast.oakfield(), 40))):
        gap = {"gap_id": f"g{number}", "found_at": scenes.NOW - scenes.timedelta(days=days), "site_id": place.pk}
        gap |= {"source_id": "squid", "kind": "never-logged", "after": 7, "missing": 12, "words": "12 requests"}
        store.insert_rows("gaps", [gap], f"g{number}")
    assert figures()["records.gaps"] == 1


def test_ivy_reads_the_newest_gaps_of_her_own_school(sign_in: SignIn, tutela: Settings, settings: object) -> None:
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store, now = connect(settings.TUTELA), timezone.now()
    for number in range(12):
        place = cast.elm_park() if number == 11 else cast.oakfield()
        gap = {"gap_id": f"g{number}", "found_at": now - timedelta(hours=20 - number), "site_id": place.pk}
        gap |= {"source_id": "squid", "kind": "never-logged", "after": 7, "missing": 1, "words": f"lost-{number:02}"}
        store.insert_rows("gaps", [gap], f"g{number}")
    page = sign_in(cast.ivy()).get("/filter/").content.decode()
    assert re.findall(r"lost-\d\d", page) == [f"lost-{number:02}" for number in range(10, 0, -1)]


def test_while_the_store_does_not_answer_nothing_is_said_of_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> None:
        raise StoreError("nobody answers")

    monkeypatch.setattr(queries, "ask_records", silent)
    assert "records.gaps" not in figures()
    assert "records.known" not in figures()


@pytest.mark.requirement("S4.12")
def test_the_records_say_from_how_many_addresses_it_is_known_who_asks(tutela: Settings, settings: object) -> None:
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store, here = connect(settings.TUTELA), cast.oakfield().pk
    assert "records.known" not in figures(), "nobody asked"
    asked = [
        ("10.2.0.1", "pleo", 1),
        ("10.2.0.2", "", 1),
        ("10.2.0.3", "", 1),
        ("10.2.0.4", "", 1),
        ("10.2.0.5", "p", 9),
    ]
    for number, (address, user, days) in enumerate(asked):
        at = scenes.NOW - timedelta(days=days)
        store.insert(
            [Event(time=at, site_id=here, source_id="s", seq=number + 1, user=user, src_ip=address)], f"a:{number}"
        )
    assert figures()["records.known"] == 25.0
