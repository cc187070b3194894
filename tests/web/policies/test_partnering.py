"""Ria of Ridgeway keeps to two policies; where they differ she says so, and Dana settles it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests import cast
from tests.web.pages import words_of
from tests.web.policies.scenes import AT, answers, dana, published
from tutela.web.actions.models import Action
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.middleware import CHOSEN
from tutela.web.establishments.models import Person
from tutela.web.policies import operations, queries
from tutela.web.policies.models import Acknowledgement, OwnPolicy, Settlement, Version
from tutela.web.policies.texts import wording as words

SignIn = Callable[..., Client]
OWN = operations.Own("Safeguarding at Ridgeway")
DIFFERS = operations.Own("Safeguarding at Ridgeway", "conduct", "Tutors may text from their own phones.")


def at_oakfield(client: Client) -> Client:
    session = client.session
    session[CHOSEN] = cast.oakfield().pk
    session.save()
    return client


def reply(version: Version, **more: str) -> dict[str, Any]:
    questions = words.from_text(version.content).questions
    return {f"q{number}": str(one.right) for number, one in enumerate(questions)} | {"answer": "agrees"} | more


@pytest.mark.requirement("S3.23")
def test_ria_agrees_only_together_with_the_policy_of_her_own_organisation(sign_in: SignIn) -> None:
    version, client = published("partners", datetime.now(UTC)), at_oakfield(sign_in(cast.ria()))
    page = f"/agreements/{version.pk}/"
    refused = words_of(client.post(page, reply(version, words="I have a question.")))
    assert "Enter what your own organisation’s safeguarding policy is called" in refused
    assert "I have a question." in refused
    assert not Acknowledgement._base_manager.exists()
    shown = words_of(client.post(page, reply(version, own_title="Safeguarding at Ridgeway"), follow=True))
    assert "You agreed on" in shown
    assert "You keep to your own organisation’s policy as well: Safeguarding at Ridgeway." in shown
    said = OwnPolicy._base_manager.get()
    assert (said.person, said.organisation, said.clause) == (cast.ria(), cast.ridgeway().name, "")
    assert not Action._base_manager.filter(origin=f"own-policy:{said.pk}").exists()


@pytest.mark.requirement("S3.23")
def test_where_two_policies_differ_dana_is_told_and_settles_it_and_ria_reads_how(sign_in: SignIn) -> None:
    version, client = published("partners", datetime.now(UTC)), at_oakfield(sign_in(cast.ria()))
    page = f"/agreements/{version.pk}/"
    flagged = reply(version, own_title="Safeguarding at Ridgeway", clause="conduct")
    assert "Enter what yours says there" in words_of(client.post(page, flagged))
    shown = words_of(client.post(page, flagged | {"differs": "Tutors may text from their own phones."}, follow=True))
    assert "Until it is settled, the one that protects better holds." in shown
    said = OwnPolicy._base_manager.get()
    action = Action._base_manager.get(origin=f"own-policy:{said.pk}")
    assert action.owner == cast.dana()
    assert cast.ridgeway().name in action.title
    danas = sign_in(cast.dana())
    listed = words_of(danas.get("/policies/differences/"))
    assert "How our people write to those who learn" in listed
    assert "Tutors may text from their own phones." in listed
    assert "To be settled" in listed
    assert action.address == f"/policies/differences/{said.pk}/"
    asked = words_of(danas.get(action.address))
    assert "Our people write to and call pupils through systems that Oakfield Academy knows" in asked
    assert "Enter what was agreed" in words_of(danas.post(action.address, {"words": " "}))
    settled = words_of(danas.post(action.address, {"words": "Ours holds: no private phones."}, follow=True))
    assert "Settled" in settled
    assert "To be settled" not in settled
    assert "It was settled meanwhile" in words_of(danas.post(action.address, {"words": "Again."}))
    assert Settlement._base_manager.get().by == cast.dana()
    assert "It was settled: Ours holds: no private phones." in words_of(client.get(page))


def test_a_difference_without_words_or_at_no_clause_of_ours_is_not_kept() -> None:
    version = published("partners")
    for own in (None, operations.Own(" "), operations.Own("Ours", "conduct"), operations.Own("Ours", "gone", "Else.")):
        with pytest.raises(operations.PolicyRefused, match="what your own organisation"):
            answers(cast.ria(), version, own=own)
    answers(cast.ria(), version, "disagrees")
    assert not OwnPolicy._base_manager.exists()


def test_staff_of_the_school_are_asked_for_no_other_policy(sign_in: SignIn) -> None:
    version = published("acceptable-use-staff", datetime.now(UTC))
    assert "own organisation" not in words_of(sign_in(cast.tom()).get(f"/agreements/{version.pk}/"))
    answers(cast.tom(), version, at=datetime.now(UTC), own=OWN)
    assert not OwnPolicy._base_manager.exists()


def test_only_whoever_keeps_the_policies_sees_what_was_flagged_and_nobody_settles_their_own(sign_in: SignIn) -> None:
    answers(cast.ria(), published("partners"), own=DIFFERS)
    said = OwnPolicy._base_manager.get()
    for who in (cast.gwen, cast.tom, cast.eli):
        assert sign_in(who()).get(f"/policies/differences/{said.pk}/").status_code == 404
    rias = at_oakfield(sign_in(cast.ria()))
    assert rias.post(f"/policies/differences/{said.pk}/", {"words": "Mine holds."}).status_code == 404
    assert not Settlement._base_manager.exists()
    assert queries.list_differences(cast.acting(cast.eli())) == []
    assert [one.own for one in queries.list_differences(dana())] == [said]


def test_what_was_said_of_two_policies_cannot_be_rewritten() -> None:
    answers(cast.ria(), published("partners"), own=DIFFERS)
    operations.settle_difference(actor=dana(), at=AT, pk=OwnPolicy._base_manager.get().pk, words="Ours holds.")
    for table in ("policies_ownpolicy", "policies_settlement"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET at = at")
    answers(cast.ria(), Version._base_manager.get(), at=AT + timedelta(hours=1), own=OWN)
    assert OwnPolicy._base_manager.count() == 2


@pytest.mark.requirement("S1.32")
def test_the_host_of_a_placement_is_asked_for_the_agreement_of_partners_and_signs_it(sign_in: SignIn) -> None:
    host = establishments.make_person(
        actor=dana(), at=AT, establishment=cast.oakfield(), kind="partner", given_name="Mo", family_name="Khan",
        organisation="Marsh Garage",
    )  # fmt: skip
    version = published("partners", datetime.now(UTC))
    assert "employers and hosts of placements" in version.document.summary
    client = sign_in(cast.dana())
    assert "Partners and employers" in words_of(client.get("/policies/coverage/"))
    assert "Mo Khan" in words_of(client.get(f"/policies/{version.document_id}/people/"))
    operations.return_on_paper(
        actor=dana(), at=datetime.now(UTC), version=version, people=[host.pk], kept="Folder of placements",
        returned_on=datetime.now(UTC).date(),
    )  # fmt: skip
    row = Acknowledgement._base_manager.get()
    assert (row.person, row.answer, row.how) == (host, "agrees", "paper")
    shown = words_of(client.get(f"/policies/{version.document_id}/people/?show=all"))
    assert "Folder of placements" in shown
    assert Person._base_manager.get(pk=host.pk).organisation == "Marsh Garage"
