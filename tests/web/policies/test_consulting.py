"""What a survey brought goes into the version that answers it."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import cast
from tests.web.engagement.scenes import an_open_survey, answer, close, people
from tests.web.pages import words_of
from tests.web.policies.scenes import begun
from tutela.web.engagement.models import Survey
from tutela.web.policies.models import Contribution, ContributionAnswer

SignIn = Callable[..., Client]


def ended(count: int) -> Survey:
    row = an_open_survey()
    for person in people("teacher", count):
        answer(row, person, whom_to_tell=[2])
    return close(row)


@pytest.mark.requirement("S2.9")
def test_what_six_of_the_staff_answered_is_heard_with_a_link_and_answered_in_the_version(sign_in: SignIn) -> None:
    survey, client, document = ended(6), sign_in(cast.dana()), begun()
    page = f"/policies/{document.pk}/draft/heard/"
    assert survey.title in words_of(client.get(page))
    said = {"group": "staff", "kind": "heard", "survey": str(survey.pk), "words": "Most do not know whom to tell."}
    wrong = words_of(client.post(page, said | {"group": "parents"}))
    assert "Select a survey of the group that was heard" in wrong
    assert client.post(page, said).status_code == 302
    heard = Contribution._base_manager.get()
    assert (heard.survey, heard.heard_on) == (survey, survey.closed_on)
    assert heard.who.startswith("Survey: 6 of ")
    assert f"/surveys/{survey.pk}/" in client.get(f"/policies/{document.pk}/draft/").content.decode()
    client.post(f"/policies/contributions/{heard.pk}/", {"taken_up": "yes", "words": "The names stand in it now."})
    assert ContributionAnswer._base_manager.get().number == 1


def test_a_survey_that_too_few_answered_is_not_offered(sign_in: SignIn) -> None:
    survey, document = ended(4), begun()
    assert survey.title not in words_of(sign_in(cast.dana()).get(f"/policies/{document.pk}/draft/heard/"))
