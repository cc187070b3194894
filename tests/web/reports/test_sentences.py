"""What a head reads first: what changed, from what may be shown, and nothing about a person."""

from dataclasses import replace

import pytest

from tutela.web.reports.rules.figures import Matters, Overblocking, Traffic, show_matters, show_traffic
from tutela.web.reports.rules.sentences import Stretch, difference, duration, what_changed
from tutela.web.reports.rules.suppression import Edition
from tutela.web.reports.rules.tables import Column, Table, as_csv, in_words

ALL, SOME = Edition(exact=True), Edition(exact=False)
NOTHING = Overblocking(0, {"approved": 0, "refused": 0, "waiting": 0})
AUTUMN = Matters(
    alerts_by_severity={"1": 6, "2": 9, "3": 26, "4": 0, "5": 0},
    alerts_by_outcome={"waiting": 7, "dismissed": 20, "noted": 6, "raised": 8},
    alerts_by_theme={"suicide-self-harm": 41},
    minutes_to_triage=25,
    concerns_by_four_c={"content": 6, "contact": 3},
    concerns_by_outcome={"open": 9},
    wrongly_blocked=Overblocking(14, {"approved": 7, "refused": 5, "waiting": 0}),
    wrongly_open=NOTHING,
)
SUMMER = replace(
    AUTUMN,
    alerts_by_severity={"1": 0, "2": 9, "3": 20, "4": 0, "5": 0},
    alerts_by_outcome={"waiting": 0, "dismissed": 20, "noted": 1, "raised": 8},
    alerts_by_theme={"suicide-self-harm": 29},
    minutes_to_triage=180,
    concerns_by_four_c={"content": 9, "contact": 2},
    concerns_by_outcome={"open": 11},
)


def said(now: Matters, before: Matters, edition: Edition, *, runs: bool = False, traffic: bool = True) -> list[str]:
    seen = [
        Stretch(
            show_matters(matters, edition, runs=runs),
            show_traffic(Traffic(12_400, blocked, (), ()), edition, runs=runs, bands=(), band_of={})
            if traffic
            else None,
        )
        for matters, blocked in ((now, 310), (before, 372))
    ]
    return what_changed(*seen, runs=runs, before_name="the half-term before")


def test_dana_reads_what_changed() -> None:
    assert said(AUTUMN, SUMMER, ALL) == [
        "12,400 requests were recorded, and 310 of them were blocked (2.5%); it was 3.0% in the half-term before.",
        "41 alerts were raised, 12 more than in the half-term before; 6 of them said that somebody may be in danger.",
        "7 alerts still wait for a decision.",
        "Half of those decided were decided within 25 minutes; in the half-term before it was 3 hours.",
        "9 concerns were raised, 2 fewer than in the half-term before.",
        "12 addresses were reported as wrongly blocked, and 7 of them were then opened.",
    ]


def test_while_it_runs_nothing_is_compared() -> None:
    words = " ".join(said(AUTUMN, SUMMER, ALL, runs=True))
    assert words.startswith("So far, 12,400 requests")
    assert "half-term before" not in words


def test_gwen_is_told_no_number_that_is_hidden_from_her() -> None:
    few = replace(
        AUTUMN,
        alerts_by_severity={"1": 1, "2": 2},
        alerts_by_outcome={"waiting": 2, "dismissed": 1},
        alerts_by_theme={"gambling": 3},
        concerns_by_four_c={"content": 2},
        concerns_by_outcome={"open": 2},
        wrongly_blocked=Overblocking(3, {"approved": 2, "refused": 1, "waiting": 0}),
    )
    assert said(few, SUMMER, SOME, traffic=False) == [
        "Alerts were raised, but too few to show how many.",
        "Concerns were raised, but too few to show how many.",
    ]


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ({"approved": 1}, "1 address was reported as wrongly blocked, and was then opened."),
        ({"approved": 0, "waiting": 1}, "1 address was reported as wrongly blocked, and was not opened."),
        ({"approved": 1, "waiting": 1}, "2 addresses were reported as wrongly blocked, and 1 of them was then opened."),
    ],
)
def test_one_is_spoken_of_as_one(outcomes: dict[str, int], words: str) -> None:
    now = replace(AUTUMN, wrongly_blocked=Overblocking(1, {"approved": 0, "refused": 0, "waiting": 0} | outcomes))
    assert said(now, now, ALL)[-1] == words


def test_nothing_is_said_to_be_nothing() -> None:
    none = Matters({"1": 0}, {"waiting": 0}, {}, None, {"content": 0}, {}, NOTHING, NOTHING)
    assert said(none, none, SOME, traffic=False) == ["No alert was raised.", "No concern was raised."]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.4, "less than a minute"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (1500, "25 hours"),
        (5000, "3 days"),
    ],
)
def test_a_time_is_told_as_people_say_it(minutes: float, words: str) -> None:
    assert duration(minutes) == words


def test_a_difference_needs_both_figures() -> None:
    assert difference(5, None, "x") == difference(None, 5, "x") == ""
    assert difference(5, 5, "the year before") == ", as many as in the year before"


def test_a_file_is_read_by_spreadsheets_as_it_is_and_runs_nothing() -> None:
    table = Table(
        "t",
        "T",
        "Wörk",
        (Column("Age", "days"), Column("Why", is_text=True)),
        (("=1+1", (1204, "@sum")), ("b", (None, "-2"))),
    )
    assert as_csv(table) == "\ufeffWörk,Age (days),Why\r\n'=1+1,1204,'@sum\r\nb,not shown,'-2\r\n"
    assert [in_words(cell) for cell in (None, 1204, 2.5, "x")] == ["not shown", "1,204", "2.5", "x"]
