"""Help is one click away for anybody, in words they can read."""

import pytest
from django.test import Client

from tests import cast
from tutela.web.help.queries import get_audience, get_guide


@pytest.mark.requirement("S1.31")
@pytest.mark.requirement("S4.35")
@pytest.mark.parametrize("page", ["/help/", "/help/monitored/", "/help/accessibility/"])
def test_mia_opens_the_help_pages_without_signing_in(page: str) -> None:
    assert Client().get(page).status_code == 200


def test_mia_reads_words_for_her_age_and_may_choose_others() -> None:
    page = Client().get("/help/?for=7-11").content.decode()
    assert "you are not in trouble" in page
    assert "Childline" in page
    assert all(f"?for={audience.key}" in page for audience in get_guide().audiences)


def test_an_audience_that_nobody_knows_falls_back_to_adults() -> None:
    assert get_audience("../../etc/passwd").key == "adult"


def test_the_named_contact_is_shown_to_people_who_have_not_signed_in() -> None:
    cast.name_contact()
    assert "Dana Shah" in Client().get("/help/").content.decode()


def test_leo_can_leave_the_page_in_a_hurry() -> None:
    assert "Exit this page" in Client().get("/help/").content.decode()


def test_what_is_monitored_is_said_before_anybody_signs_in() -> None:
    assert "Visits to help lines are never recorded" in Client().get("/help/monitored/").content.decode()
