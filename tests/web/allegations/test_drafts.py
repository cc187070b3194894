"""Sue begins to write about an adult, is interrupted, and finds every word again; nobody else finds any."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.allegations.scenes import a_report
from tutela.web.allegations import operations
from tutela.web.allegations.models import Allegation, AllegationDraft
from tutela.web.core.actor import SystemActor

SignIn = Callable[..., Client]
START = "/in-confidence/report/"
HALF = "He gave her a lift and said the nightjar"
TYPED = {"danger": "no", "name": "Mr Nobody", "what": HALF}


@pytest.fixture(autouse=True)
def _oakfield() -> None:
    cast.hana(), cast.chris(), cast.dana()


def begun(client: Client) -> str:
    """The address of a report that was begun."""
    return client.post(START, {"reported_as": "unsure"})["Location"]


@pytest.mark.requirement("S3.16")
def test_what_sue_half_typed_is_there_again_for_her_alone_and_sealed(sign_in: SignIn) -> None:
    sue = sign_in(cast.sue())
    page = begun(sue)
    assert sue.post(page, {**TYPED, "keep": "1"}).status_code == 204
    assert HALF in sue.get(page).content.decode()
    assert sue.post(page, {**TYPED, "later": "1"})["Location"] == "/in-confidence/mine/"
    assert page in sue.get("/in-confidence/mine/").content.decode()
    assert page in sue.get(START).content.decode()
    for somebody in (cast.hana(), cast.dana(), cast.tom()):
        other = sign_in(somebody)
        assert other.get(page).status_code == 404
        assert other.post(page, {**TYPED, "keep": "1"}).status_code == 404
        assert page not in other.get(START).content.decode()
    draft = AllegationDraft._base_manager.get()
    assert b"nightjar" not in bytes(draft.sealed_answers)


def test_a_refused_page_keeps_what_was_typed(sign_in: SignIn) -> None:
    sue = sign_in(cast.sue())
    page = begun(sue)
    assert "There is a problem" in sue.post(page, {"what": HALF}).content.decode()
    assert HALF in sue.get(page).content.decode()


def test_sent_twice_it_is_one_report_and_nothing_stays_half_typed(sign_in: SignIn) -> None:
    sue = sign_in(cast.sue())
    page = begun(sue)
    first, second = (sue.post(page, TYPED)["Location"] for _ in range(2))
    assert first == second
    assert Allegation._base_manager.count() == 1
    assert not AllegationDraft._base_manager.exists()
    assert sue.get(page)["Location"] == first


def test_after_three_days_it_is_forgotten(sign_in: SignIn) -> None:
    page = begun(sign_in(cast.sue()))
    tick = SystemActor("forget unfinished reports about adults")
    assert operations.drop_expired_drafts(actor=tick, at=timezone.now() + timedelta(hours=71)) == 0
    assert operations.drop_expired_drafts(actor=tick, at=timezone.now() + timedelta(hours=73)) == 1
    assert sign_in(cast.sue()).get(page).status_code == 404


def test_from_report_a_concern_a_link_leads_to_a_report_about_an_adult(sign_in: SignIn) -> None:
    page = sign_in(cast.sue()).get("/report-a-concern/").content.decode()
    assert page.count(f'href="{START}"') >= 2
    assert "Is it about an adult who works" in page
    # a learner has no such page, and no link to it
    assert START not in sign_in(cast.leo()).get("/report-a-concern/").content.decode()


def test_no_page_on_which_sue_reports_or_adds_sends_her_to_whom_it_may_be_about(sign_in: SignIn) -> None:
    cast.name_contact()
    report = a_report(cast.dana())
    sue = sign_in(cast.sue())
    assert cast.dana().full_name in sue.get("/account/").content.decode()
    mine = f"/in-confidence/mine/{report.pk}/"
    for page in (START, begun(sue), "/in-confidence/mine/", f"{mine}add/"):
        answer = sue.get(page)
        assert (answer.status_code, cast.dana().full_name in answer.content.decode()) == (200, False), page


def test_no_page_of_whoever_handles_it_or_of_whom_to_turn_to_outside_says_to_ask_dana(sign_in: SignIn) -> None:
    cast.name_contact()
    a_report(cast.tom())
    for person, page in (
        (cast.hana(), ""),
        (cast.hana(), "outside/"),
        (cast.hana(), "figures/"),
        (cast.ivy(), "outside/note/"),
    ):
        answer = sign_in(person).get(f"/in-confidence/{page}")
        assert (answer.status_code, cast.dana().full_name in answer.content.decode()) == (200, False), page
