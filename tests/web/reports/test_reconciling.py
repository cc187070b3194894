"""Every figure is what somebody would count by hand: with the real store, alerts, concerns and reports."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests import cast
from tests.web.concerns import scenes as concern_scenes
from tests.web.reports import scenes
from tutela.events.store import Store, recorder_token, socket_path
from tutela.events.stores.chdb import ChdbStore
from tutela.recorder.server import StoreServer
from tutela.settings import Settings
from tutela.web.establishments import operations as establishments
from tutela.web.filters.models import FilterChange
from tutela.web.monitoring import queries as monitoring
from tutela.web.reports.queries import half_term, matters
from tutela.web.reports.queries.half_term import Report
from tutela.web.reports.rules.tables import Table, find

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def now() -> Iterator[None]:
    """It is the Sunday of the scenes."""
    with time_machine.travel(scenes.NOW, tick=True):
        yield


@pytest.fixture
def store(tutela: Settings) -> Iterator[Store]:
    """The embedded store, served where the web looks for the recorder."""
    chdb = ChdbStore(tutela.event_folder, synced=False)
    try:
        with StoreServer(socket_path(tutela), chdb, recorder_token(tutela), lambda: {"ok": True}).serving():
            yield chdb
    finally:
        chdb.close()


def report(person, **more) -> Report:
    return half_term.get_report(cast.acting(person), cast.oakfield(), wanted=more.get("wanted"), at=scenes.NOW)


def table(found: Report, key: str) -> Table:
    one = find(found.tables, key)
    assert one
    return one


def column(found: Report, key: str, number: int = 0) -> dict[str, object]:
    return {label: cells[number] for label, cells in table(found, key).rows}


@pytest.mark.engine
def test_requests_and_blocks_are_those_of_the_store(store: Store, now: None) -> None:
    cast.leo(), cast.mia()
    by_stretch = {
        stretch: scenes.requests(stretch, 900, seed=seed)
        for seed, stretch in enumerate((scenes.THIS, scenes.BEFORE, scenes.A_YEAR_AGO), 1)
    }
    for stretch, events in by_stretch.items():
        scenes.fill(store, stretch, events)
    store.insert([scenes.foreign(event) for event in by_stretch[scenes.THIS]], "foreign")
    found = report(cast.dana())
    for number, stretch in enumerate(by_stretch):
        events = by_stretch[stretch]
        blocked = [event for event in events if event.action == "block"]
        counted = column(found, "requests", number)
        assert counted == {"Requests": len(events), "Of these, blocked": len(blocked)}
        categories = Counter(category for event in blocked for category in event.categories)
        by_category = column(found, "blocks-by-category", number)
        assert by_category["Gambling"] == categories["gambling"]
        assert sum(by_category.values()) == sum(categories.values())
    this = by_stretch[scenes.THIS]
    local = [(event, event.time.astimezone(LONDON).date()) for event in this]
    weeks = Counter(day - timedelta(days=day.weekday()) for _event, day in local)
    blocked_weeks = Counter(day - timedelta(days=day.weekday()) for event, day in local if event.action == "block")
    told = table(found, "blocks-by-week").rows
    assert told[0][0] == "2 November 2026"
    for row, monday in zip(told, sorted(date(2026, 11, 2) + timedelta(weeks=n) for n in range(len(told))), strict=True):
        assert row[1] == (blocked_weeks[monday], weeks[monday])
    ages = dict(table(found, "blocks-by-category-and-age").rows)
    names = [one.name for one in table(found, "blocks-by-category-and-age").columns]
    assert names == ["Ages 7 to 11", "Ages 11 to 16", "Everybody else", "All"]
    gambling = Counter(event.group for event in this if "gambling" in event.categories)
    assert ages["Gambling"] == (
        gambling["learners-7-11"],
        gambling["learners-11-16"],
        gambling[""],
        sum(gambling.values()),
    )


def test_alerts_are_those_that_were_raised_in_each_half_term(now: None) -> None:
    these = scenes.alerts(scenes.THIS, [1, 1, 2, 3, 3, 3])
    scenes.alerts(scenes.BEFORE, [2, 4, 4], theme="gambling")
    scenes.dismiss(these[0], minutes=10)
    scenes.dismiss(these[1], minutes=30)
    found = report(cast.dana())
    assert list(column(found, "alerts-by-severity").values()) == [2, 1, 3, 0, 0]
    assert list(column(found, "alerts-by-severity", 1).values()) == [0, 1, 0, 2, 0]
    assert list(column(found, "alerts-by-outcome").values())[:2] == [4, 2]
    assert column(found, "time-to-triage") == {"Half of those decided were decided within": "20 minutes"}
    themes = column(found, "alerts-by-theme")
    assert sum(themes.values()) == 6
    assert sum(column(found, "alerts-by-theme", 1).values()) == 3
    assert "6 alerts were raised" in " ".join(found.opening)


def test_concerns_and_reports_about_the_filter_are_counted_where_they_began(now: None) -> None:
    scenes.concerns(scenes.THIS, ["content", "content", "contact"])
    scenes.concerns(scenes.BEFORE, ["commerce"])
    scenes.reports_about_filter(scenes.THIS, blocked=3, opened=2)
    found = report(cast.dana())
    assert list(column(found, "concerns-by-four-cs").values()) == [2, 1, 0, 0, 0]
    assert list(column(found, "concerns-by-four-cs", 1).values()) == [0, 0, 0, 1, 0]
    assert column(found, "concerns-by-outcome") == {"Still being worked on": 3}
    assert column(found, "wrongly-blocked")["Addresses"] == 3
    assert column(found, "wrongly-open")["Addresses"] == 2
    assert column(found, "wrongly-open")["Still waiting"] == 2


@pytest.mark.engine
@pytest.mark.requirement("S3.7")
def test_what_was_blocked_too_much_stands_beside_what_was_blocked_too_little_each_as_a_rate(
    store: Store, now: None
) -> None:
    cast.leo(), cast.mia()
    events = scenes.requests(scenes.THIS, 900)
    scenes.fill(store, scenes.THIS, events)
    scenes.reports_about_filter(scenes.THIS, blocked=3, opened=2)
    FilterChange._base_manager.filter(host__in=["allow0.example", "allow1.example", "block0.example"]).update(
        state=FilterChange.State.APPROVED, decided_by=cast.dana(), decided_at=scenes.NOW, reason="Looked at"
    )
    blocked = sum(event.action == "block" for event in events)
    found = report(cast.dana())
    over = column(found, "wrongly-blocked")["Opened, for 10,000 blocked requests"]
    under = column(found, "wrongly-open")["Closed, for 10,000 requests that were open"]
    assert over == pytest.approx(20_000 / blocked, abs=0.1)
    assert under == pytest.approx(10_000 / (900 - blocked), abs=0.1)


@pytest.mark.parametrize(
    "reader", [cast.dana, cast.dev, cast.hana, cast.chris, cast.gwen, cast.theo, cast.asa, cast.ivy]
)
def test_alerts_by_theme_are_the_same_alerts_as_by_severity(reader, now: None) -> None:
    scenes.alerts(scenes.THIS, [1, 2, 3])
    for about in (cast.dana(), cast.hana(), cast.gwen(), cast.leo()):
        scenes.matches.record(scenes.matches.a_match(about, time=scenes.NOW), at=scenes.NOW)
    since, until = scenes.NOW - timedelta(days=30), scenes.NOW + timedelta(days=1)
    actor = cast.acting(reader())
    by_severity = monitoring.count_by_severity(actor, since, until)
    assert sum(matters.count_by_theme(actor, since, until).values()) == sum(by_severity.values())


def test_dana_is_not_told_by_a_count_that_there_is_an_alert_about_her(now: None) -> None:
    scenes.alerts(scenes.THIS, [1, 2])
    scenes.matches.record(scenes.matches.a_match(cast.dana(), severity=3, time=scenes.NOW), at=scenes.NOW)
    assert list(column(report(cast.dana()), "alerts-by-severity").values()) == [1, 1, 0, 0, 0]


def test_nobody_learns_of_a_matter_about_themselves_by_comparing_two_pages(now: None) -> None:
    """Whoever they are about, and though each of them is kept from something else, all count the same."""
    scenes.alerts(scenes.BEFORE, [3] * 9)
    scenes.concerns(scenes.BEFORE, ["content"] * 6)
    at = scenes.moments(*scenes.BEFORE, 1)[0]
    readers = [person() for person in (cast.dana, cast.dev, cast.hana, cast.chris, cast.gwen)]
    establishments.exclude(
        actor=scenes.SETTING_UP, person=cast.dana(), about_person=cast.mia(), reason="Her daughter", at=cast.MADE_AT
    )
    since, until = (datetime.combine(day, time(), LONDON) for day in scenes.BEFORE)
    before = matters.get_matters(cast.acting(cast.dana()), since=since, until=until)
    assert sum(before.alerts_by_severity.values()) == 9
    for about in (*readers, cast.mia()):
        scenes.matches.record(scenes.matches.a_match(about, severity=2, time=at), at=at)
        concern_scenes.a_concern(concern_scenes.somebody(about), at=at)
    for reader in readers:
        assert matters.get_matters(cast.acting(reader), since=since, until=until) == before, reader


def test_what_waited_in_the_figures_leaves_them_for_all_when_tom_becomes_deputy(now: None) -> None:
    scenes.alerts(scenes.BEFORE, [3] * 9)
    at = scenes.moments(*scenes.BEFORE, 1)[0]
    scenes.matches.record(scenes.matches.a_match(cast.tom(), severity=2, time=at), at=at)
    since, until = (datetime.combine(day, time(), LONDON) for day in scenes.BEFORE)

    def counted(person) -> int:
        found = matters.get_matters(cast.acting(person), since=since, until=until)
        return sum(found.alerts_by_severity.values())

    assert counted(cast.dana()) == counted(cast.gwen()) == 10
    establishments.grant_role(
        actor=scenes.SETTING_UP, person=cast.tom(), role="deputy-dsl", from_on=scenes.NOW.date(), at=scenes.NOW
    )
    assert counted(cast.tom()) == counted(cast.dana()) == counted(cast.gwen()) == 9


def test_what_was_dropped_is_said_and_never_a_nought(tutela: Settings, settings: object, now: None) -> None:
    from tutela.events import retention
    from tutela.events.store import connect
    from tutela.settings import load

    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store = connect(settings.TUTELA)
    scenes.fill(store, scenes.THIS, scenes.requests(scenes.THIS, 50))
    retention.confirm(store, kind="events", days=60, chosen_by="Dana Shah", at=scenes.NOW)
    found = report(cast.dana())
    assert column(found, "requests")["Requests"] == 50
    assert column(found, "requests", 1) == {"Requests": "not kept", "Of these, blocked": "not kept"}
    assert any("have been dropped" in note for note in found.notes)
    assert table(found, "alerts-by-severity").is_empty
    elm = half_term.get_report(cast.acting(cast.eli()), cast.elm_park(), wanted=None, at=scenes.NOW)
    assert column(elm, "requests")["Requests"] == 0
    assert elm.opening[0] == "No request was recorded."
