"""Whom Oakfield asked for advice, what they said, and which decision it informed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.web.pages import parts, words_of
from tutela.web.core.actor import SystemActor
from tutela.web.responsibilities import operations
from tutela.web.responsibilities.models import Advice, AdviceUsed, Decision

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def decided(words: str = "Phones stay in the locker") -> Decision:
    here, at = cast.oakfield(), timezone.now()
    dana = cast.acting(cast.dana())
    meeting = operations.call_meeting(actor=dana, at=at, establishment=here, on=at.date())
    operations.decide(actor=dana, at=at, pk=meeting.pk, words=words, owner=None, due_on=None, opens_action=False)
    return Decision._base_manager.get(words=words)


def asked(on: date = date(2026, 11, 2)) -> Advice:
    return operations.ask_advice(
        actor=cast.acting(cast.dana()), at=AT, establishment=cast.oakfield(), asked_of="Jo Field, help line",
        question="May phones stay in lockers?", on=on,
    )  # fmt: skip


@pytest.mark.requirement("S0.11")
def test_dana_logs_whom_she_asked_when_and_what_they_advised_and_links_it_to_the_decision(sign_in: SignIn) -> None:
    decision, client = decided(), sign_in(cast.dana())
    said = {"asked_of": "Jo Field, Professionals Online Safety Helpline", "question": "May phones stay in lockers?"}
    assert client.post("/responsibilities/advice/new/", said | parts("on", -9)).status_code == 302
    (row,) = Advice._base_manager.all()
    waiting = words_of(client.get("/responsibilities/advice/"))
    assert "Jo Field, Professionals Online Safety Helpline" in waiting
    assert "No answer yet" in waiting
    assert "No decision yet" in waiting
    advised = {"said": "Yes, with a way to reach home."} | parts("on", -7)
    assert client.post(f"/responsibilities/advice/{row.pk}/said/", advised).status_code == 302
    page = f"/responsibilities/advice/{row.pk}/decision/"
    assert "Select the decision" in words_of(client.post(page, {}))
    for _time in range(2):
        assert client.post(page, {"decision": str(decision.pk)}).status_code == 302
    assert AdviceUsed._base_manager.count() == 1
    gwen = sign_in(cast.gwen())
    shown = gwen.get("/responsibilities/advice/")
    assert "Yes, with a way to reach home." in words_of(shown)
    meeting = reverse("responsibilities:meeting", args=[decision.meeting_id])
    assert f'href="{meeting}"' in shown.content.decode()
    assert "Phones stay in the locker" in words_of(shown)
    assert "On advice of Jo Field, Professionals Online Safety Helpline" in words_of(gwen.get(meeting))
    assert gwen.get("/responsibilities/advice/new/").status_code == 404
    assert sign_in(cast.tom()).get("/responsibilities/advice/").status_code == 404


def test_what_is_wrong_with_advice_is_said() -> None:
    row, dana = asked(), cast.acting(cast.dana())
    with pytest.raises(operations.DutyRefused, match="asked later than that"):
        operations.note_advice(actor=dana, at=AT, pk=row.pk, said="Yes.", on=date(2026, 11, 1))
    with pytest.raises(operations.DutyRefused, match="has not come yet"):
        asked(AT.date() + timedelta(days=1))
    with pytest.raises(operations.DutyRefused, match="Enter what they said"):
        operations.note_advice(actor=dana, at=AT, pk=row.pk, said=" ", on=date(2026, 11, 3))


def test_eli_of_another_school_neither_reads_it_nor_rests_a_decision_on_it(sign_in: SignIn) -> None:
    row, decision, eli = asked(), decided(), cast.acting(cast.eli())
    assert "Jo Field" not in words_of(sign_in(cast.eli()).get("/responsibilities/advice/"))
    with pytest.raises(Http404):
        operations.rest_on_advice(actor=eli, at=AT, pk=row.pk, decision=decision.pk)
    elsewhere = operations.ask_advice(
        actor=eli, at=AT, establishment=cast.elm_park(), asked_of="Jo", question="And here?", on=date(2026, 11, 2)
    )
    with pytest.raises(Http404):
        operations.rest_on_advice(actor=SystemActor("test"), at=AT, pk=elsewhere.pk, decision=decision.pk)
