"""Figures for a governor: counts only, and no child behind any of them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import cast
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.reports import queries

SignIn = Callable[..., Client]


def _three_concerns() -> None:
    cast.dana()
    for _ in range(3):
        concerns.raise_concern(
            actor=cast.acting(cast.tom()),
            at=datetime.now(UTC),
            what_happened="A worry.",
            people=[PersonInConcern(cast.leo().pk, "", "harmed")],
            four_c="contact",
            theme="bullying",
            place="online",
            told_in_person=True,
            immediate_danger=False,
        )


def _row(page: str, name: str) -> str:
    return page.split(f">{name}</span></th>", 1)[1].split("</tr>", 1)[0]


def test_gwen_reads_no_count_below_five_and_dana_reads_them_all(sign_in: SignIn) -> None:
    _three_concerns()
    assert "not shown" in _row(sign_in(cast.gwen()).get("/reports/half-term/").content.decode(), "Contact")
    assert ">3<" in _row(sign_in(cast.dana()).get("/reports/half-term/").content.decode(), "Contact")


def test_the_report_stands_while_the_event_store_is_away(sign_in: SignIn) -> None:
    page = sign_in(cast.gwen()).get("/reports/half-term/")
    assert page.status_code == 200
    assert "does not answer at the moment" in page.content.decode()


def test_tom_has_no_business_with_the_figures(sign_in: SignIn) -> None:
    assert sign_in(cast.tom()).get("/reports/half-term/").status_code == 404


def test_a_head_and_a_chair_read_single_matters_so_small_counts_are_kept_from_them_too(sign_in: SignIn) -> None:
    _three_concerns()
    for person in (cast.hana(), cast.chris()):
        assert "not shown" in _row(sign_in(person).get("/reports/half-term/").content.decode(), "Contact")


def test_a_time_that_one_alert_stands_behind_is_not_told_to_gwen(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def figures(alerts: int) -> queries.Figures:
        return queries.Figures(None, None, {"1": alerts}, {"raised": alerts}, {}, 12.0)

    words = "looked at within 12 minutes"
    for alerts, person, told in ((1, cast.gwen(), False), (5, cast.gwen(), True), (1, cast.dana(), True)):
        monkeypatch.setattr(queries, "get_figures", lambda *_, alerts=alerts, **__: figures(alerts))
        assert (words in sign_in(person).get("/reports/half-term/").content.decode()) is told
