"""What each of them gets to read, on the page and in a file: the same figures, and no child behind any of them."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.web.reports import scenes
from tutela.events.store import Store, connect
from tutela.settings import Settings, load
from tutela.web.establishments.models import Person
from tutela.web.reports.queries import half_term
from tutela.web.reports.rules.periods import Period

SignIn = Callable[..., Client]
PAGE = "/reports/half-term/"
AUTUMN = "?from=2026-09-01"
NOW = "?from=2026-11-02"


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """It is the Sunday of the scenes."""
    with time_machine.travel(scenes.NOW, tick=True):
        yield


@pytest.fixture
def store(tutela: Settings, settings: object) -> Store:
    """An event store in memory."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    return connect(settings.TUTELA)


def page(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def rows(client: Client, table: str, query: str = "", report: str = "half-term") -> list[list[str]]:
    answer = client.get(f"/reports/{report}/csv/{table}/{query}")
    assert answer.status_code == 200
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_gwen_reads_no_count_below_five_and_dana_reads_them_all(sign_in: SignIn) -> None:
    scenes.concerns(scenes.BEFORE, ["contact"] * 3)
    scenes.learners(100)
    assert rows(sign_in(cast.gwen()), "concerns-by-four-cs")[2][1] == "not shown"
    assert rows(sign_in(cast.dana()), "concerns-by-four-cs", AUTUMN)[2][1] == "3"
    assert "too few to show how many" in page(sign_in(cast.gwen()))
    assert "3 concerns were raised" in page(sign_in(cast.dana()), PAGE + AUTUMN)


@pytest.mark.once
def test_who_reads_single_matters_or_figures_alone_gets_no_small_count_anywhere(sign_in: SignIn, store: Store) -> None:
    scenes.learners(100)
    scenes.fill(store, scenes.BEFORE, scenes.requests(scenes.BEFORE, 400))
    scenes.alerts(scenes.BEFORE, [1, 1, 2, 3, 3, 3, 3, 3, 3])
    scenes.concerns(scenes.BEFORE, ["content"] * 6 + ["contact", "commerce"])
    scenes.reports_about_filter(scenes.BEFORE, blocked=2, opened=6)
    for reader in (cast.hana, cast.chris, cast.gwen, cast.theo, cast.asa):
        client = sign_in(reader())
        found = half_term.get_report(cast.acting(reader()), cast.oakfield(), wanted=None, at=scenes.NOW)
        for table in found.tables:
            told = rows(client, table.key)[1:] if not table.is_empty else []
            for label, *cells in told:
                if table.key == "blocks-by-week" or "10,000" in label:
                    continue
                assert not {"1", "2", "3", "4"} & set(cells), (reader.__name__, table.key, label, cells)
        looks_now = reader is cast.hana
        by_severity = rows(client, "alerts-by-severity", NOW if looks_now else AUTUMN)
        told = [row[2 if looks_now else 1] for row in by_severity[1:]]
        assert told == ["not shown", "not shown", "6", "0", "0"], reader.__name__


def test_while_a_half_term_runs_hana_sees_it_in_steps_of_five(sign_in: SignIn) -> None:
    scenes.learners(100)
    scenes.alerts(scenes.THIS, [3] * 13)
    assert rows(sign_in(cast.hana()), "alerts-by-severity")[3][1] == "10"
    assert rows(sign_in(cast.dana()), "alerts-by-severity")[3][1] == "13"
    assert "rounded down to the nearest 5" in page(sign_in(cast.hana()))


@pytest.mark.once
def test_who_oversees_and_looks_every_day_reads_the_same_until_the_half_term_is_over(
    sign_in: SignIn, store: Store
) -> None:
    """What one more alert, concern or report changes is nothing at all, from none of them to many."""
    readers = (cast.chris, cast.gwen, cast.theo, cast.asa)
    scenes.learners(100)
    scenes.alerts(scenes.BEFORE, [3] * 9)

    def seen(reader: Callable[[], Person]) -> list[object]:
        place = cast.oakfield()
        wanted = Period("half-term", "", *scenes.THIS)
        looks = [
            half_term.get_report(cast.acting(reader()), place, wanted=one, at=scenes.NOW) for one in (wanted, None)
        ]
        return [(table.key, table.rows, table.none) for look in looks for table in look.tables] + [
            words for look in looks for words in (*look.opening, *look.notes)
        ]

    before = {reader: seen(reader) for reader in readers}
    scenes.alerts(scenes.THIS, [1], theme="radicalisation")
    assert {reader: seen(reader) for reader in readers} == before
    scenes.alerts(scenes.THIS, [1, 2, 3, 3, 3, 3, 3], theme="gambling")
    scenes.concerns(scenes.THIS, ["content", *["contact"] * 6])
    scenes.reports_about_filter(scenes.THIS, blocked=6, opened=1)
    assert {reader: seen(reader) for reader in readers} == before
    for reader in readers:
        client = sign_in(reader())
        assert "is told from 4 January 2027 on" in page(client, PAGE + NOW)
        assert rows(client, "alerts-by-severity", NOW)[3][1:3] == ["when it is over", "9"]
        assert rows(client, "alerts-by-severity")[3][1] == "9"


def test_the_first_block_of_a_category_does_not_show_before_the_half_term_is_over(
    sign_in: SignIn, store: Store
) -> None:
    scenes.learners(100)
    scenes.fill(store, scenes.THIS, scenes.requests(scenes.THIS, 400))
    gwen = sign_in(cast.gwen())
    assert len(rows(gwen, "blocks-by-category", NOW)) == 1
    assert gwen.get(f"{PAGE}csv/blocks-by-category-and-age/{NOW}").status_code == 404
    assert len(rows(sign_in(cast.dana()), "blocks-by-category")) > 2
    assert rows(gwen, "requests", NOW)[1][1] == "400"


def test_gwen_cannot_look_at_a_single_day_by_changing_the_address(sign_in: SignIn) -> None:
    scenes.learners(100)
    scenes.alerts(scenes.BEFORE, [3] * 7)
    query = "?from=2026-09-20&until=2026-09-21"
    assert rows(sign_in(cast.gwen()), "alerts-by-severity", query)[3][1] == "7"
    assert "From 1 September 2026 to 1 November 2026." in page(sign_in(cast.gwen()), PAGE + query)
    assert "From 20 September 2026 to 20 September 2026." in page(sign_in(cast.dana()), PAGE + query)


def test_in_a_small_school_gwen_reads_whole_years(sign_in: SignIn) -> None:
    scenes.learners(60)
    scenes.alerts(scenes.BEFORE, [3] * 6)
    scenes.alerts(scenes.THIS, [3] * 6)
    query = "?from=2026-11-02&until=2027-01-04"
    answer = page(sign_in(cast.gwen()), PAGE + query)
    assert "whole school years only" in answer
    assert "From 1 September 2026 until now" in answer
    assert "Told when this time is over." in answer
    assert rows(sign_in(cast.hana()), "alerts-by-severity", query)[3][1] == "10"


def test_a_date_that_cannot_be_meant_is_answered_in_words(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    answer = client.get(PAGE + "?from=soon&until=2026-12-01")
    assert answer.status_code == 400
    assert "“soon” is not a date for “from”" in answer.content.decode()
    assert client.get(PAGE + "?from=9999-12-31").status_code == 400
    assert client.get(PAGE + "?from=2026-09-01&until=2029-09-01").status_code == 400
    assert client.get(PAGE + "csv/nothing-of-ours/").status_code == 404


def test_the_report_stands_while_the_event_store_is_away(sign_in: SignIn) -> None:
    assert "does not answer at the moment" in page(sign_in(cast.gwen()))


def test_tom_has_no_business_with_the_figures(sign_in: SignIn) -> None:
    assert sign_in(cast.tom()).get(PAGE).status_code == 404


def test_ivy_reads_how_the_filter_is_and_nothing_of_people(sign_in: SignIn, store: Store) -> None:
    scenes.fill(store, scenes.THIS, scenes.requests(scenes.THIS, 300))
    scenes.alerts(scenes.THIS, [1] * 6)
    about = {"time": scenes.NOW, "site_id": cast.oakfield().pk, "source_id": "g"}
    records = [
        {**about, "seq": seq, "kind": kind, "content": text}
        for seq, (kind, text) in enumerate(
            [
                ("version", '{"what": "in force", "version": 7}'),
                ("version", '{"what": "refused", "reason": "its hash is another"}'),
                ("canary", '{"asked": 9, "wrong": []}'),
                ("canary", '{"asked": 9, "wrong": ["gambling: open"]}'),
            ]
        )
    ]
    store.insert_rows("records", records, "r")
    gap = {"gap_id": "a", "found_at": scenes.NOW, "site_id": cast.oakfield().pk, "source_id": "squid-oakfield"}
    gap |= {"kind": "never-logged", "after": 7, "missing": 12, "words": "the filter decided 12 requests"}
    store.insert_rows("gaps", [gap], "g")
    with time_machine.travel(scenes.NOW.replace(hour=13)):
        client = sign_in(cast.ivy())
        answer = page(client, "/reports/filter/")
        gaps = rows(client, "gaps", report="filter")
        assert gaps[1][1:] == ["squid-oakfield", "12", "the filter decided 12 requests"]
        assert rows(client, "proofs", report="filter")[1][1:] == ["2", "1"]
        assert [row[1:] for row in rows(client, "versions", report="filter")[1:]] == [
            ["Refused", "its hash is another"],
            ["In force", "7"],
        ]
        assert client.get("/reports/half-term/").status_code == 404
        assert client.get("/reports/filter/csv/alerts-by-severity/").status_code == 404
    assert "300" in answer
    assert "12 records were found missing" in answer
    assert "Starter" in answer
    for words in ("Alerts by", "Concerns by", "by category"):
        assert words not in answer


@pytest.mark.once
def test_the_answer_to_a_question_from_outside(sign_in: SignIn) -> None:
    scenes.learners(100)
    cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.gwen(), cast.ivy()
    scenes.alerts((date(2025, 9, 1), date(2025, 11, 3)), [3] * 7 + [1, 1])
    scenes.alerts((date(2025, 11, 3), date(2026, 1, 5)), [3] * 6)
    scenes.alerts(scenes.THIS, [1] * 9)
    gwen = sign_in(cast.gwen())
    answer = page(gwen, "/reports/monitoring/")
    assert "Not recorded here" in answer
    assert "/help/" in answer
    assert ">101<" in answer  # Leo is made with the alerts
    by_severity = rows(gwen, "alerts-by-severity-and-year", report="monitoring")
    assert by_severity[0] == ["Severity", "2026 to 2027", "2025 to 2026", "2024 to 2025"]
    # 7 were hidden beside the two of severity 1: what is published is the 6 that are shown and at least one more
    assert by_severity[1][1:] == ["0", "1 or more", "0"]
    assert by_severity[3][1:] == ["0", "7 or more", "0"]
    assert gwen.get("/reports/monitoring/csv/exact-alerts-by-severity/").status_code == 404
    people = dict(rows(gwen, "who-can-see-what", report="monitoring")[1:])
    assert people["Alerts with names, each where it is routed to them"] == "4"
    assert people["The filter’s health, without names or content"] == "1"
    dana = sign_in(cast.dana())
    assert "Do not publish these" in page(dana, "/reports/monitoring/")
    assert rows(dana, "exact-alerts-by-severity", report="monitoring")[1][1:] == ["9", "2", "0"]


def test_ivy_enters_when_half_terms_begin_and_the_report_follows(sign_in: SignIn) -> None:
    ivy = sign_in(cast.ivy())
    assert ivy.get("/reports/term-dates/").headers["Location"] == "/reports/term-dates/2026/"
    assert ivy.get("/reports/term-dates/2019/").status_code == 404
    days = {
        "autumn_1": date(2026, 9, 3),
        "autumn_2": date(2026, 11, 9),
        "spring_1": date(2027, 1, 5),
        "spring_2": date(2027, 2, 22),
        "summer_1": date(2027, 4, 13),
        "summer_2": date(2027, 4, 1),
    }

    def sent() -> dict[str, int]:
        parts = {}
        for key, day in days.items():
            parts |= {f"{key}_0": day.day, f"{key}_1": day.month, f"{key}_2": day.year}
        return parts

    answer = ivy.post("/reports/term-dates/2026/", sent())
    assert "Enter a day after the half-term before it begins" in answer.content.decode()
    days["summer_2"] = date(2027, 6, 7)
    assert ivy.post("/reports/term-dates/2026/", sent()).status_code == 302
    assert "From 9 November 2026 until now" in page(sign_in(cast.dana()))
    days["autumn_2"] = date(2026, 11, 2)
    assert "has begun" in ivy.post("/reports/term-dates/2026/", sent()).content.decode()
    assert sign_in(cast.gwen()).get("/reports/term-dates/2026/").status_code == 404
