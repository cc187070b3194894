"""Tom writes on a coach without a signal; what his device sealed becomes his draft once, and nobody else's."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import a_concern, somebody
from tutela.web.concerns import queries
from tutela.web.concerns.models import Concern, ConcernDraft

SignIn = Callable[..., Client]
PAGE, WORKER, SEND = (
    "/report-a-concern/without-connection/",
    "/report-a-concern/without-connection/worker.js",
    "/report-a-concern/from-my-device/",
)
ACCOUNT = "On the coach Leo said that somebody asks him for pictures."


@pytest.fixture(autouse=True)
def _oakfield() -> None:
    cast.dana(), cast.leo()
    cast.name_contact()


def hand_in(client: Client, **answers: str) -> str:
    response = client.post(SEND, {"id": str(uuid4()), "what": ACCOUNT, **answers})
    assert response.status_code == 200, response.content.decode()
    return str(response.json()["next"])


def test_what_tom_sealed_becomes_his_draft_and_he_goes_on_with_the_first_question(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    place = hand_in(client, who="Leo")
    assert place.endswith("/danger/")
    draft = ConcernDraft._base_manager.get()
    assert queries.read_answers(draft) == {"what_happened": ACCOUNT, "looking_for": "Leo", "is_partner": False}
    who = client.post(place, {"danger": "no"})["Location"]
    assert "Leo Marsh" in client.get(who).content.decode(), "whom he named is looked for"


def test_ria_of_the_partner_says_what_she_has_done(sign_in: SignIn) -> None:
    client = sign_in(cast.ria())
    page = client.get(PAGE).content.decode()
    assert 'name="done"' in page
    hand_in(client, done="I sat with him.")
    assert queries.read_answers(ConcernDraft._base_manager.get())["action_taken"] == "I sat with him."


def test_handed_in_twice_it_is_one_draft_and_what_was_answered_meanwhile_stays(sign_in: SignIn) -> None:
    client, number = sign_in(cast.tom()), str(uuid4())
    first = hand_in(client, id=number)
    second = client.post(first, {"danger": "no"})["Location"]
    assert hand_in(client, id=number) == second
    assert ConcernDraft._base_manager.count() == 1


def test_after_it_was_sent_the_device_is_led_to_the_receipt(sign_in: SignIn) -> None:
    concern = a_concern(somebody(cast.leo()), by=cast.tom())
    assert hand_in(sign_in(cast.tom()), id=str(concern.pk)) == f"/report-a-concern/{concern.pk}/sent/"
    assert Concern._base_manager.count() == 1
    assert ConcernDraft._base_manager.count() == 0


def test_a_draft_that_grew_too_old_on_the_server_is_taken_in_anew(sign_in: SignIn) -> None:
    number = str(uuid4())
    with time_machine.travel(datetime.now(UTC) - timedelta(days=4), tick=True):
        hand_in(sign_in(cast.tom()), id=number)
    place = hand_in(sign_in(cast.tom()), id=number)
    assert sign_in(cast.tom()).get(place).status_code == 200


def test_a_number_that_is_somebody_elses_is_not_there(sign_in: SignIn) -> None:
    hand_in(sign_in(cast.tom()), id=(number := str(uuid4())))
    concern = a_concern(somebody(cast.leo()), by=cast.tom())
    for taken in (number, str(concern.pk)):
        assert sign_in(cast.sue()).post(SEND, {"id": taken, "what": "Mine."}).status_code == 404
    assert queries.read_answers(ConcernDraft._base_manager.get())["what_happened"] == ACCOUNT


@pytest.mark.parametrize("wrong", [{"what": ""}, {"what": "x" * 10_001}, {"id": "nobody"}, {"who": "n" * 121}])
def test_what_cannot_be_taken_in_is_said_and_the_device_keeps_it(sign_in: SignIn, wrong: dict[str, str]) -> None:
    response = sign_in(cast.tom()).post(SEND, {"id": str(uuid4()), "what": ACCOUNT} | wrong)
    assert response.status_code == 400
    assert json.loads(response.content)["says"]
    assert not ConcernDraft._base_manager.exists()


def test_the_page_that_a_device_keeps_names_nobody_who_works_here_but_the_contact(sign_in: SignIn) -> None:
    page = sign_in(cast.tom()).get(PAGE).content.decode()
    assert "Tom Reed" not in page
    assert "tutela-navigation" not in page
    assert "Dana Shah" in page, "whom to tell is what matters where nothing can be sent"


def test_the_script_keeps_the_page_and_all_that_it_is_drawn_with(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    answer = client.get(WORKER)
    assert answer["Content-Type"].startswith("text/javascript")
    script = answer.content.decode().replace(r"\u002D", "-")
    for file in ("core/look.css", "concerns/offline.js", "vendor/govuk-frontend.min.css"):
        assert f"/static/{file.partition('.')[0]}" in script
    assert PAGE in script


@pytest.mark.parametrize("person", [cast.leo, cast.pat])
def test_learners_and_parents_are_not_offered_it(sign_in: SignIn, person: Callable[[], object]) -> None:
    client = sign_in(person())
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/report-a-concern/").content.decode()
