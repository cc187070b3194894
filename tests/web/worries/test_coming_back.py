"""Six words lead back: answers in both directions, a name only if somebody chooses, and nothing for whoever guesses."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT
from tests.web.worries.scenes import HOME, last_concern, open_again, press, readers, tell, text_of
from tutela.web.concerns import operations as concerns
from tutela.web.core import sealing
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.worries.models import Message
from tutela.web.worries.throttle import Throttle

SignIn = Callable[..., Client]
YOURS = f"{HOME}yours/"


@pytest.fixture(autouse=True)
def _oakfield() -> None:
    readers()


def talk_of(concern: object) -> str:
    return f"/concerns/{concern.pk}/talk/"  # type: ignore[attr-defined]


def test_dana_answers_and_whoever_told_us_reads_it_and_writes_again(sign_in: SignIn) -> None:
    words = tell()
    concern, dana = last_concern(), sign_in(cast.dana())
    assert "We have it" in text_of(open_again(words), YOURS)
    assert "Write to whoever told us" in text_of(dana, f"/concerns/{concern.pk}/")
    press(dana, talk_of(concern), text="Thank you. Which day was it?")
    child = open_again(words)
    page = text_of(child, YOURS)
    assert "Which day was it?" in page
    assert "Dana" not in page
    assert "We are looking at it" in page
    OutboxMessage.objects.all().delete()
    press(child, YOURS, text="It was Monday.")
    assert [row.recipient for row in OutboxMessage.objects.all()] == [cast.dana().email]
    assert "Read 1 new message" in text_of(dana, f"/concerns/{concern.pk}/")
    assert "It was Monday." in text_of(dana, talk_of(concern))
    read = AuditEntry.objects.filter(action="concern.read", object=f"concerns.concern:{concern.pk}").count()
    text_of(dana, talk_of(concern))
    again = AuditEntry.objects.filter(action="concern.read", object=f"concerns.concern:{concern.pk}").count()
    assert again == read + 1


def test_they_may_say_later_who_they_are_and_nobody_else_can(sign_in: SignIn) -> None:
    words = tell()
    child = open_again(words)
    assert "Say who you are" in text_of(child, YOURS)
    press(child, f"{YOURS}name/", name="Leo Marsh, 9B")
    assert "Say who you are" not in text_of(child, YOURS)
    page = text_of(sign_in(cast.dana()), talk_of(last_concern()))
    assert "They say who they are" in page
    assert "Leo Marsh, 9B" in page
    assert {row.author for row in Message._base_manager.all()} == {None}


@pytest.mark.parametrize("person", [cast.hana, cast.tom, cast.ivy, cast.leo, cast.eli])
def test_nobody_who_may_not_read_the_concern_reads_what_was_said_about_it(sign_in: SignIn, person: Callable) -> None:
    tell()
    assert sign_in(person()).get(talk_of(last_concern())).status_code == 404


def test_a_worry_about_dana_is_answered_by_the_head_and_dana_sees_no_link(sign_in: SignIn) -> None:
    words = tell(by="Mrs Shah")
    assert sign_in(cast.dana()).get(talk_of(last_concern())).status_code == 404
    press(sign_in(cast.hana()), talk_of(last_concern()), text="You can come to me.")
    child = open_again(words)
    OutboxMessage.objects.all().delete()
    press(child, YOURS, text="I will.")
    assert [row.recipient for row in OutboxMessage.objects.all()] == [cast.hana().email]


def test_a_concern_by_somebody_signed_in_has_nobody_to_write_to(sign_in: SignIn) -> None:
    from tests.web.concerns.scenes import a_concern

    concern = a_concern()
    dana = sign_in(cast.dana())
    assert "whoever told us" not in text_of(dana, f"/concerns/{concern.pk}/")
    assert dana.get(talk_of(concern)).status_code == 404


def test_where_nobody_inside_may_look_into_it_they_are_told_to_ask_outside() -> None:
    client = Client()
    words = tell(client, by="Hana Novak, Chris Adeyemi")
    assert last_concern().route == "vault"
    assert "Nobody here may look into this" in text_of(client, f"{HOME}six-words/")
    assert "Nobody here may look into this" in text_of(open_again(words), YOURS)


def test_the_status_is_finished_when_dana_closes_it() -> None:
    words = tell()
    concerns.close_concern(
        actor=cast.acting(cast.dana()),
        concern_id=last_concern().pk,
        version=0,
        reason="pastoral",
        words="Talked with them.",
        four_c="conduct",
        at=AT,
    )
    page = text_of(open_again(words), YOURS)
    assert "Finished" in page
    assert "Talked with them" not in page


def test_words_typed_in_any_way_open_it_and_a_slip_is_named() -> None:
    words = tell()
    typed = ", ".join(f"{number}. {word.upper()}" for number, word in enumerate(words, 1))
    assert press(Client(), f"{HOME}come-back/", words=typed) == YOURS
    slip = Client().post(f"{HOME}come-back/", {"words": " ".join(["kettel", *words[1:]])}).content.decode()
    assert "kettle" in slip
    few = Client().post(f"{HOME}come-back/", {"words": "one two"}).content.decode()
    assert "You wrote 2" in few
    other = Client().post(f"{HOME}come-back/", {"words": " ".join(reversed(words))})
    assert "cannot find these six words" in other.content.decode()


def test_words_of_one_school_open_nothing_at_another() -> None:
    cast.eli()
    words = tell()
    elsewhere = Client().post("/tell-us/elm-park/come-back/", {"words": " ".join(words)})
    assert "cannot find these six words" in elsewhere.content.decode()
    here = open_again(words)
    assert here.get("/tell-us/elm-park/yours/")["Location"] == "/tell-us/elm-park/come-back/"


def test_closing_leaves_nothing_open_in_the_browser() -> None:
    child = open_again(tell())
    press(child, f"{YOURS}close/")
    assert child.get(YOURS).status_code == 302


def test_wrong_words_take_longer_and_longer_for_everybody_alike() -> None:
    words = " ".join(tell())
    wrong = " ".join(reversed(words.split()))
    client = Client()
    for _ in range(5):
        client.post(f"{HOME}come-back/", {"words": wrong})
    waiting = Client().post(f"{HOME}come-back/", {"words": words})
    assert waiting.status_code == 429
    assert "Wait 1 second" in waiting.content.decode()


def test_guesses_slow_down_to_one_in_42_seconds_and_a_burst_of_60_is_taken_then_five_a_second() -> None:
    throttle, now = Throttle(), 1000.0
    for _ in range(20):
        throttle.note_wrong(1, now)
    assert throttle.seconds_to_wait(1, now) == 42.0
    assert throttle.seconds_to_wait(2, now) == 0.0
    assert throttle.seconds_to_wait(1, now + 42.0) == 0.0
    throttle.note_wrong(1, now + 700)
    assert throttle.seconds_to_wait(1, now + 700) == 0.0
    assert [throttle.take(1, now) for _ in range(61)] == [True] * 60 + [False]
    assert sum(throttle.take(1, now + 10 + step / 20) for step in range(400)) == pytest.approx(50 + 100, abs=1)


def test_a_browser_that_lost_its_cookie_or_has_a_false_one_is_asked_for_the_words_again() -> None:
    client = Client()
    client.cookies["worry"] = "not-a-token"
    assert client.get(YOURS)["Location"] == f"{HOME}come-back/"
    with time_machine.travel(AT, tick=False):
        child = open_again(tell())
    assert child.get(YOURS).status_code == 302  # days later


def test_when_its_time_is_over_the_six_words_say_so_and_nothing_more_can_be_written() -> None:
    words = tell()
    child = open_again(words)
    sealing.destroy_case_key(last_concern().case_key, at=AT)
    for client in (child, open_again(words)):
        assert "This is finished" in text_of(client, YOURS)
        assert "This is finished" in client.post(YOURS, {"text": "Are you there?"}).content.decode()
        assert client.get(f"{YOURS}name/").status_code == 302
    assert not Message._base_manager.exists(), "nothing was written into what is gone"
