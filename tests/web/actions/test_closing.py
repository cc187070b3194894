"""An action is closed with proof, and with nothing less."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.http import Http404

from tests import cast
from tests.web.actions.scenes import NOON, TODAY, a_figure, an_action, kinds_of, now_of
from tests.web.actions.test_files import DOCX
from tutela.web.actions import operations, queries
from tutela.web.actions.models import Action, Proof, ProofFile
from tutela.web.actions.operations import Document
from tutela.web.actions.rules.files import BadFile
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import AuditEntry

STAFF = ("training.staff", 95.0, None)
SAID = {"words": "All 41 were there; the list is in the minutes.", "effective_on": date(2026, 10, 19)}


def close(action: Action, at=NOON, by=cast.tom, **proof):  # type: ignore[no-untyped-def]
    return operations.close_action(actor=cast.acting(by()), at=at, pk=action.pk, **proof)


@pytest.mark.requirement("S4.22")
def test_an_action_closes_only_when_the_same_test_passes_when_it_is_run_again() -> None:
    a_figure("filters.canaries", 82, NOON - timedelta(hours=3))
    action = an_action("Have the provider mend the filter", bar=("filters.canaries", 100.0, None))
    with pytest.raises(operations.BarNotReached) as refused:
        close(action, **SAID)
    said = str(refused.value)
    assert "“Filtering checks” is at least 100 %" in said
    assert "82 % of the last filtering checks came out right, as at 2 November 2026" in said
    assert now_of(action).state == "open"
    a_figure("filters.canaries", 100, NOON + timedelta(hours=1))
    close(action, at=NOON + timedelta(hours=2))
    assert now_of(action).state == "done"
    proof = Proof._base_manager.get()
    assert (proof.bar_kind, proof.bar_value, proof.effective_on) == ("filters.canaries", 100, TODAY)


@pytest.mark.parametrize("by", [cast.dana, cast.hana, cast.tom], ids=["lead", "head", "owner"])
def test_nobodys_word_goes_before_the_figure(by: object) -> None:
    action = an_action(bar=STAFF)
    with pytest.raises(operations.BarNotReached, match="Nothing is known"):
        close(action, by=by, **SAID)
    a_figure("training.staff", 97, NOON - timedelta(days=31))
    with pytest.raises(operations.BarNotReached, match="too old"):
        close(action, by=by, **SAID)


def test_a_figure_below_a_ceiling_closes_it_too_and_days_go_on_counting() -> None:
    a_figure("filters.reviewed", 300, NOON)
    action = an_action(bar=("filters.reviewed", None, 365.0))
    with pytest.raises(operations.BarNotReached):
        close(action, at=NOON + timedelta(days=66))
    close(action, at=NOON + timedelta(days=65))
    assert Proof._base_manager.get().bar_value == 365


def test_without_a_bar_words_and_the_day_from_which_they_are_true_are_asked_for() -> None:
    action = an_action()
    for missing in ({}, {"words": "Done."}, {"effective_on": TODAY}):
        with pytest.raises(operations.NoProof):
            close(action, **missing)
    with pytest.raises(operations.NotYetTrue, match="3 November 2026"):
        close(action, words="It will be.", effective_on=TODAY + timedelta(days=1))
    with pytest.raises(operations.NotYetTrue, match="ended on"):
        close(action, **SAID, holds_until=TODAY)
    close(action, **SAID)
    proof = Proof._base_manager.get()
    assert (proof.effective_on, proof.given_at) == (date(2026, 10, 19), NOON)
    assert kinds_of(action) == ["opened", "closed"]


def test_it_is_closed_once() -> None:
    action = an_action()
    close(action, **SAID)
    with pytest.raises(operations.NotInThisState):
        close(action, **SAID)
    assert Proof._base_manager.count() == 1


def test_what_waits_for_another_is_closed_after_it() -> None:
    policy, train = an_action("Write the policy"), an_action()
    operations.wait_for(actor=cast.acting(cast.dana()), at=NOON, pk=train.pk, others=[policy.pk])
    with pytest.raises(operations.StillWaits, match="Write the policy"):
        close(train, **SAID)
    close(policy, **SAID)
    close(train, **SAID)


def test_what_comes_back_opens_the_next_counted_from_the_day_it_was_done() -> None:
    action = an_action(due_on=date(2026, 10, 1), recurs_days=91)
    close(action, **SAID)
    following = Action._base_manager.get(follows=action)
    assert following.due_on == date(2027, 2, 1)
    assert (following.owner, following.origin, following.recurs_days) == (cast.tom(), action.origin, 91)
    assert kinds_of(following) == ["opened"]
    close(following, at=NOON + timedelta(days=10), **SAID)
    assert Action._base_manager.get(follows=following).due_on == date(2027, 2, 11)
    assert Proof._base_manager.count() == 2
    with pytest.raises(operations.AlreadyOpenAgain):
        operations.reopen(actor=cast.acting(cast.dana()), at=NOON, pk=action.pk, reason="Not so.")


def test_a_document_is_sealed_with_its_hash_and_given_back_as_it_was() -> None:
    action = an_action()
    close(action, **SAID, document=Document("C:\\minutes.docx", DOCX))
    row = ProofFile._base_manager.get()
    assert (row.name, row.size_bytes, row.sha256) == ("minutes.docx", len(DOCX), sha256(DOCX).hexdigest())
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM actions_prooffile")
        stored = bytes(cursor.fetchone()[0])
    assert b"document.xml" not in stored
    for who in (cast.tom, cast.dana, cast.gwen):
        _row, content = operations.read_document(actor=cast.acting(who()), at=NOON, pk=row.pk)
        assert content == DOCX
    assert AuditEntry.objects.filter(action="action-document.read").count() == 3
    for who in (cast.sue, cast.leo, cast.eli):
        with pytest.raises(Http404):
            operations.read_document(actor=cast.acting(who()), at=NOON, pk=row.pk)


def test_a_picture_is_refused_and_the_action_stays_open() -> None:
    action = an_action()
    with pytest.raises(BadFile):
        close(action, **SAID, document=Document("minutes.pdf", b"\xff\xd8\xff\xe0"))
    assert now_of(action).state == "open"
    assert not Proof._base_manager.exists()
    assert kinds_of(action) == ["opened"]


def test_how_many_cite_evidence_counts_a_figure_a_link_or_a_document_and_not_words_alone() -> None:
    here = cast.oakfield().pk
    assert queries.get_figures(here, NOON) == (0, None)
    a_figure("training.staff", 97)
    close(an_action("Words"), **SAID)
    assert queries.get_figures(here, NOON) == (0, 0)
    close(an_action("Figure", bar=STAFF))
    close(an_action("Link"), **SAID, link="https://example.org/minutes")
    close(an_action("Document"), **SAID, document=Document("minutes.docx", DOCX))
    an_action("Late", due_on=TODAY - timedelta(days=1))
    assert queries.get_figures(here, NOON) == (1, 75.0)
    assert queries.get_figures(here, NOON + timedelta(days=366)) == (1, None)
    assert queries.get_figures(cast.elm_park().pk, NOON) == (0, None)


def test_a_proof_says_whether_somebody_else_can_look_at_it() -> None:
    close(an_action("Words"), **SAID)
    close(an_action("Link"), **SAID, link="https://example.org/minutes")
    with acting_as(SystemActor("test")):
        cites = {proof.action.title: proof.cites_evidence for proof in Proof.objects.select_related("action")}
    assert cites == {"Words": False, "Link": True}
