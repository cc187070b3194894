"""The first page of every role answers: what needs me now?"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import cast
from tests.web.allegations.scenes import a_report
from tutela.web.actions import operations as actions
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.filters import operations as filters
from tutela.web.home import queries

SignIn = Callable[..., Client]


def _home(sign_in: SignIn, person: object) -> str:
    answer = sign_in(person).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def _tom_reports_about_leo() -> None:
    concerns.raise_concern(
        actor=cast.acting(cast.tom()),
        at=datetime.now(UTC),
        what_happened="Leo said that messages keep him awake.",
        people=[PersonInConcern(cast.leo().pk, "", "harmed")],
        four_c="contact",
        theme="bullying",
        place="online",
        told_in_person=True,
        immediate_danger=False,
    )


def test_dana_sees_at_once_that_a_concern_waits(sign_in: SignIn) -> None:
    cast.dana()
    _tom_reports_about_leo()
    page = _home(sign_in, cast.dana())
    assert "What needs you now" in page
    assert "concern to decide on" in page
    assert "0 " not in page.partition("concern to decide on")[0][-80:]
    assert "actions that are late" in page
    assert "Leo" not in page


@pytest.mark.parametrize(
    ("urgent", "count", "words"),
    [
        (0, 3, ""),
        (1, 1, "It may mean that somebody is in danger"),
        (1, 4, "1 of them may mean that somebody is in danger"),
        (3, 4, "3 of them may mean that somebody is in danger"),
    ],
)
def test_one_alert_is_spoken_of_as_one(urgent: int, count: int, words: str) -> None:
    assert queries._danger(urgent, count) == words


def test_tom_sees_what_became_of_what_he_reported(sign_in: SignIn) -> None:
    cast.dana()
    _tom_reports_about_leo()
    page = _home(sign_in, cast.tom())
    assert "What you reported" in page
    assert "Received" in page
    assert "alerts to look at" not in page


def test_leo_is_shown_where_to_get_help(sign_in: SignIn) -> None:
    assert "Get help" in _home(sign_in, cast.leo())


def test_gwen_is_led_to_figures_and_to_nothing_about_a_child(sign_in: SignIn) -> None:
    page = _home(sign_in, cast.gwen())
    assert "The half-term in figures" in page
    assert "concerns to decide on" not in page


def test_ivy_is_told_how_the_filter_is(sign_in: SignIn) -> None:
    cast.dana()
    page = _home(sign_in, cast.ivy())
    assert "The filter" in page
    assert "The gateway has not reported" in page


@pytest.mark.requirement("S0.13")
def test_everybody_who_is_signed_in_sees_whom_to_ask(sign_in: SignIn) -> None:
    cast.name_contact()
    for person in (cast.tom(), cast.leo(), cast.gwen(), cast.ivy(), cast.pat()):
        assert "Dana Shah" in _home(sign_in, person)


def test_ivy_is_led_through_setting_up_until_it_is_done(sign_in: SignIn) -> None:
    dana, ivy = cast.dana(), cast.ivy()
    page = _home(sign_in, ivy)
    assert "Set up your school" in page
    assert "/setting-up/" in page
    cast.name_contact()
    assert "Set up your school" in _home(sign_in, ivy)
    cast.sign_off_monitoring()
    assert "Set up your school" in _home(sign_in, ivy)
    filters.choose_fail_policy(
        actor=cast.SETTING_UP,
        at=datetime.now(UTC),
        establishment=cast.oakfield(),
        kind="closed-allowlist",
        chosen_by=dana,
    )
    assert "Set up your school" not in _home(sign_in, ivy)


def test_nobody_else_is_asked_to_set_up_the_school(sign_in: SignIn) -> None:
    for person in (cast.dana(), cast.tom(), cast.leo()):
        assert "Set up your school" not in _home(sign_in, person)


def test_tom_finds_the_action_that_is_his(sign_in: SignIn) -> None:
    place = cast.oakfield()
    client = sign_in(cast.tom())
    assert "action that is yours" not in client.get("/").content.decode()
    actions.open_action(
        actor=cast.acting(cast.dana()),
        at=datetime.now(UTC),
        establishment_id=place.pk,
        title="Ask the class",
        owner=cast.tom(),
        source="Self-review",
    )
    page = client.get("/").content.decode()
    assert "action that is yours" in page
    assert "/actions/mine/" in page


def test_hana_is_told_of_a_matter_for_her_alone_in_words_that_say_nothing_and_dana_of_none(sign_in: SignIn) -> None:
    a_report(cast.tom())
    assert "matter for you alone" in _home(sign_in, cast.hana())
    for person in (cast.dana(), cast.tom(), cast.ivy()):
        assert "for you alone" not in _home(sign_in, person), person.full_name
