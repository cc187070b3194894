"""Mia, Leo and Pat are signed in: they report in their own words, know that they are known, and see how it stands."""

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT
from tests.web.pages import words_of
from tests.web.worries.scenes import ACCOUNT, last_concern, press, readers
from tutela.web.allegations.models import Allegation
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Concern, ConcernDraft
from tutela.web.concerns.tasks import remind_of_drafts
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import OutboxMessage
from tutela.web.worries import operations as worries
from tutela.web.worries.models import Conversation
from tutela.web.worries.pages import OF_THE_KNOWN, get_version

SignIn = Callable[..., Client]
START, OWN = "/report-a-concern/", "/report-a-concern/in-my-words/"


@pytest.fixture(autouse=True)
def _oakfield() -> None:
    readers()
    cast.name_contact()


def fill(client: Client, **given: str) -> str:
    """Answer all five questions; the address of the page that shows them once more."""
    said = {"danger": "no", "what": ACCOUNT, "who": "me", "by": "", "place": "offline"} | given
    at = press(client, client.get(START)["Location"], danger=said["danger"])
    at = press(client, at, what=said["what"])
    at = press(client, at, who=said["who"], names=said.get("names", ""))
    at = press(client, at, by=said["by"])
    return press(client, at, place=said["place"], where=said.get("where", ""))


def read(person: Callable = cast.dana) -> queries.concern.ConcernRead:
    return queries.read_concern(actor=cast.acting(person()), concern_id=last_concern().pk, at=AT)


@pytest.mark.parametrize(("person", "version"), [(cast.mia, "7-11"), (cast.leo, "11-16"), (cast.pat, "parents")])
def test_each_reads_the_words_for_people_like_them(sign_in: SignIn, person: Callable, version: str) -> None:
    client, words = sign_in(person()), get_version(version)
    assert words is not None
    assert client.get(START)["Location"] == OWN
    page = words_of(client.get(OWN))
    for said in (words.signed_in.lead or words.lead, *words.signed_in.limits, words.danger.ask):
        assert said in html.unescape(page)
    assert f"You are signed in as {person().full_name} . We will know that it is from you." in page
    assert "part in it" not in page
    first = press(client, OWN, danger="no")
    assert words.what.ask in html.unescape(words_of(client.get(first)))


def test_leo_tells_it_is_a_concern_of_his_and_he_sees_how_it_stands(sign_in: SignIn) -> None:
    client = sign_in(cast.leo())
    assert len(OF_THE_KNOWN) <= 7
    check = fill(client, by="Ben in 9B", where="The bus")
    page = words_of(client.get(check))
    for shown in (ACCOUNT, "Ben in 9B", "The bus", "We see that it is from Leo Marsh"):
        assert shown in page
    sent = press(client, check)
    assert press(client, check) == sent
    assert Concern._base_manager.count() == 1
    assert not ConcernDraft._base_manager.exists()
    concern = last_concern()
    page = words_of(client.get(sent))
    assert concern.receipt in page
    assert "Dana Shah" in page
    told = read()
    assert (told.text, told.raised_by, told.origin, told.told_in_person) == (ACCOUNT, "Leo Marsh", "learner", None)
    assert [(one.name, one.role, one.was_typed) for one in told.people] == [
        ("Leo Marsh", "harmed", False),
        ("Ben in 9B", "alleged", True),
    ]
    assert [row.recipient for row in OutboxMessage.objects.all()] == [cast.dana().email]
    assert "Received" in words_of(client.get("/my-reports/", follow=True))
    operations.acknowledge(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT)
    page = words_of(client.get("/my-reports/", follow=True))
    assert "Being looked at" in page
    assert "curlew" not in page
    assert press(client, f"/my-reports/{concern.pk}/add/", text="He did it again.") == "/my-reports/"
    page = words_of(sign_in(cast.dana()).get(f"/concerns/{concern.pk}/"))
    assert "by Leo Marsh A learner" in page
    assert "He did it again." in page
    assert "without signing in" not in page


def test_what_a_learner_tells_about_an_adult_who_works_here_goes_to_the_head_alone(sign_in: SignIn) -> None:
    cast.tom()
    client = sign_in(cast.mia())
    sent = press(client, fill(client, by="Mr Reed"))
    assert Allegation._base_manager.count() == 1
    page = words_of(client.get(sent))
    assert "You told us about an adult who works here" in page
    assert "Dana Shah" not in page
    # of the team's queue only that Mia is to be looked after
    [left] = queries.list_queue(cast.acting(cast.dana()), {"status": ["waiting"]})
    assert left.id != last_concern_of(cast.mia()).pk
    assert "Received" in words_of(client.get(f"{OWN}mine/"))


def last_concern_of(person: object) -> Concern:
    return Concern._base_manager.get(raised_by=person)


def test_whom_the_words_mention_is_asked_about_and_then_does_not_read_it(sign_in: SignIn) -> None:
    client = sign_in(cast.pat())
    check = fill(client, what="Mrs Shah shouts at her.", who="other", names="Mia")
    assert "You wrote “Mrs Shah”" in words_of(client.get(check))
    assert client.post(check).status_code == 200
    press(client, check, meant="yes")
    assert queries.list_queue(cast.acting(cast.dana()), {}) is not None
    assert not queries.may_read(cast.acting(cast.dana()), last_concern_of(cast.pat()).pk)


def test_half_an_answer_waits_for_its_writer_alone(sign_in: SignIn) -> None:
    client = sign_in(cast.leo())
    what = press(client, OWN, danger="unsure")
    assert client.post(what, {"what": "They took my b", "keep": "1"}).status_code == 204
    assert "They took my b</textarea>" in sign_in(cast.leo()).get(what).content.decode()
    assert sign_in(cast.pat()).get(what).status_code == 404
    page = words_of(sign_in(cast.leo()).get(OWN))
    assert "Go on with what you began" in page
    assert "Get help now" in words_of(client.get(what))
    draft = ConcernDraft._base_manager.get()
    # the link of the reminder leads there too
    assert client.get(f"/report-a-concern/{draft.pk}/check/")["Location"] == f"{OWN}{draft.pk}/check/"
    assert client.get(f"{OWN}{draft.pk}/check/")["Location"] == what


def test_whoever_may_be_in_danger_and_did_not_send_it_hears_so_within_the_hour(sign_in: SignIn) -> None:
    press(sign_in(cast.pat()), OWN, danger="yes")
    draft = ConcernDraft._base_manager.get()
    remind_of_drafts(draft.started_at + operations.drafts.REMIND_IN_DANGER_AFTER)
    assert [row.kind for row in OutboxMessage.objects.all()] == ["concern.not-sent-in-danger"]


def test_the_way_without_a_name_is_offered_and_takes_nothing_along(sign_in: SignIn) -> None:
    client = sign_in(cast.leo())
    assert 'href="/tell-us/oakfield/"' in client.get(OWN).content.decode()
    page = words_of(client.get("/tell-us/oakfield/"))
    assert "Leo Marsh" not in page
    assert not Conversation._base_manager.exists()


@pytest.mark.requirement("S0.30")
def test_easy_read_is_one_press_away_for_everybody(sign_in: SignIn) -> None:
    client = sign_in(cast.leo())
    assert f"{OWN}?words=easy-read" in client.get(OWN).content.decode()
    easy = get_version("easy-read")
    assert easy is not None
    assert easy.lead in html.unescape(words_of(client.get(f"{OWN}?words=easy-read")))
    what = client.get(press(client, f"{OWN}?words=easy-read", danger="no")).content.decode()
    assert easy.what.hint in html.unescape(what)
    assert "worries/what.svg" in what


def test_no_question_takes_a_file_and_the_page_says_where_pictures_are_taken_down(sign_in: SignIn) -> None:
    client = sign_in(cast.leo())
    page = client.get(press(client, OWN, danger="no")).content.decode()
    assert 'type="file"' not in page
    assert "childline.org.uk" in page
    assert "ceop.police.uk" in page


def test_staff_have_their_own_form_and_nobody_else_has_it(sign_in: SignIn) -> None:
    for person in (cast.tom, cast.gwen, cast.ivy, cast.dana):
        client = sign_in(person())
        assert client.get(OWN)["Location"] == START
        assert client.get(START).status_code == 200
    assert sign_in(cast.leo()).post(START, {"danger": "no"})["Location"] == OWN
    assert not ConcernDraft._base_manager.exists()


def test_a_learners_report_that_nobody_acknowledges_is_chased(sign_in: SignIn) -> None:
    client = sign_in(cast.leo())
    press(client, fill(client))
    raised = last_concern().raised_at
    OutboxMessage.objects.all().delete()
    days = [raised + timedelta(days=number) for number in range(2, 9)]
    reminded = sum(worries.chase(actor=SystemActor("test", cast.oakfield().pk), at=day) for day in days)
    assert reminded == len([day for day in days if day.weekday() < 5])
    assert {row.recipient for row in OutboxMessage.objects.all()} == {cast.dana().email}
