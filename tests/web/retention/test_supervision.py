"""What Dana noted of supervision goes by two people when its time is over, and nobody else reads it for that."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern
from tests.web.pages import parts, words_of
from tests.web.retention.scenes import confirm, destroy, put_forward, subject_of
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.models import Concern, SafeguardingCase, Supervision
from tutela.web.core import sealing, verification
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import CaseKey
from tutela.web.retention import operations, proofs, queries, rules
from tutela.web.retention.models import Certificate, Hold
from tutela.web.retention.rules import NotNow
from tutela.web.retention.tasks import PERIODIC

SignIn = Callable[..., Client]
OVER = AT.replace(year=AT.year + 6)
"""Six years, as the library proposes, after the day of the session."""


def a_session(**more: Any) -> Supervision:
    """Dana talked with somebody from outside, on the day on which everything happens here."""
    given = {"held_on": AT.date(), "supervisor_name": "Ruth Vane", "notes": "I have not slept.", **more}
    return concerns.note_supervision(actor=cast.acting(cast.dana(), at=AT), at=AT, **given)


def is_destroyed(session: Supervision) -> bool:
    try:
        sealing.open_case_key(CaseKey.objects.get(pk=session.own_key_id))
    except sealing.NoKeyGrant:
        return True
    return False


def hold(what: SafeguardingCase | Concern | Supervision) -> Hold:
    return operations.place_hold(
        actor=cast.acting(cast.dana()), subject=subject_of(what), reason="A letter of a solicitor",
        review_on=OVER.date(), at=AT,
    )  # fmt: skip


def test_notes_fall_due_once_somebody_confirmed_how_long_and_go_by_two_people(tutela: Settings) -> None:
    session, other = a_session(), a_session(supervisor_id=cast.dev().pk, supervisor_name="")
    with pytest.raises(NotNow, match="Nobody has confirmed"):
        put_forward(session, at=OVER)
    confirm()
    with pytest.raises(NotNow, match="not due yet"):
        put_forward(session, at=OVER - timedelta(days=1))
    proposal = put_forward(session, at=OVER)
    with pytest.raises(NotNow, match="second person"):
        destroy(proposal, by=cast.dana(), at=OVER)
    assert not is_destroyed(session)

    told = json.loads(destroy(proposal, by=cast.hana(), at=OVER).text)
    assert (told["supervision"], told["kind"], told["keys_destroyed"]) == (str(AT.date()), "supervision", 1)
    assert told["put_forward_by"] == "Dana Shah"
    assert is_destroyed(session)
    assert not is_destroyed(other)
    assert verification.verify(KeyFolder(tutela.keys).verify_key()).faults == []


def test_no_worker_destroys_notes_and_what_is_overdue_is_counted() -> None:
    confirm()
    session = a_session()
    for work in PERIODIC:
        work.run(OVER + timedelta(days=400))
    assert not is_destroyed(session)
    figures = {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), OVER + timedelta(days=400))}
    assert figures["retention.overdue"] == 1
    assert queries.count_due(SystemActor("test", cast.oakfield().pk), cast.oakfield(), AT.date()) == 0


@pytest.mark.parametrize("held", ["a case", "a concern", "these notes"])
def test_a_legal_hold_keeps_them_until_it_ends_and_so_does_one_on_any_case_or_concern(held: str) -> None:
    confirm()
    session = a_session()
    placed = hold(session if held == "these notes" else a_case() if held == "a case" else a_concern())
    with pytest.raises(NotNow, match="legal hold"):
        put_forward(session, at=OVER)
    operations.end_hold(actor=cast.acting(cast.dana()), hold_id=placed.pk, reason="It was withdrawn.", at=OVER)
    destroy(put_forward(session, at=OVER), at=OVER)
    assert is_destroyed(session)


def test_a_hold_on_one_session_keeps_no_other() -> None:
    confirm()
    session, other = a_session(), a_session()
    hold(session)
    destroy(put_forward(other, at=OVER), at=OVER)
    assert is_destroyed(other)


@pytest.mark.parametrize("held", ["a case", "a concern", "these notes", "nothing"])
def test_the_database_itself_refuses_a_certificate_while_a_hold_keeps_them(
    held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm()
    session = a_session()
    proposal = put_forward(session, at=OVER)
    if held == "nothing":
        assert destroy(proposal, at=OVER).supervision_id == session.pk
        return
    hold(session if held == "these notes" else a_case() if held == "a case" else a_concern())
    with pytest.raises(NotNow, match="legal hold"):
        destroy(proposal, at=OVER)
    monkeypatch.setattr(rules, "check_decision", lambda *_, **__: None)
    with pytest.raises(DatabaseError, match="legal hold keeps these notes"), transaction.atomic():
        destroy(proposal, at=OVER)
    assert not Certificate._base_manager.exists()
    assert not is_destroyed(session)


def test_dana_and_hana_do_it_on_the_pages_and_hana_reads_no_word_of_them(sign_in: SignIn) -> None:
    confirm()
    session = a_session()
    page = f"/concerns/supervision/{session.pk}/keeping/"
    with time_machine.travel(OVER, tick=False):
        dana, hana = sign_in(cast.dana()), sign_in(cast.hana())
        assert "How long notes are kept" in words_of(dana.get("/concerns/supervision/"))
        assert "Supervision of Dana Shah" in words_of(dana.get("/concerns/supervision/keeping/"))
        assert "Supervision of Dana Shah" in words_of(dana.get("/keeping/"))
        assert "Look through your notes first" in words_of(dana.get(page))
        assert "I have not slept" not in words_of(hana.get(page))
        dana.post(f"{page}propose/")
        address = f"/keeping/{queries.list_proposals(cast.acting(cast.hana(), at=OVER)).get().pk}/"
        asked = words_of(hana.get(address))
        assert "ask them first" in asked
        assert "Look through it first" not in asked
        made = hana.post(address, {"decision": "destroy", "reason": ""})
        assert "Supervision of Dana Shah" in words_of(hana.get(made.headers["Location"]))
        words = words_of(dana.get("/concerns/supervision/"))
        assert "then destroyed" in words
        assert "I have not slept." not in words
        assert dana.get(page).status_code == 404


def test_dana_places_a_hold_on_her_notes_on_the_page_and_ends_it(sign_in: SignIn) -> None:
    session, dana = a_session(), sign_in(cast.dana())
    page = f"/concerns/supervision/{session.pk}/keeping/"
    dana.post(f"{page}hold/", {"reason": "Letter of Osei and Lane", **parts("review_on", 90)})
    assert "Osei and Lane" in words_of(dana.get(page))
    placed = Hold._base_manager.get()
    assert dana.post(f"{page}hold/{placed.pk}/end/", {"reason": "It was withdrawn."}).status_code == 302
    assert "It was withdrawn" in words_of(dana.get(page))


def test_whoever_neither_leads_nor_was_there_learns_of_no_session(sign_in: SignIn) -> None:
    session = a_session()
    for somebody in (cast.tom(), cast.mia()):
        assert sign_in(somebody).get(f"/concerns/supervision/{session.pk}/keeping/").status_code == 404
