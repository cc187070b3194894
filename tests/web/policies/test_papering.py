"""Signed forms come back on paper: after a no, from a parent, and never in place of what somebody said later."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from tests import cast
from tests.web.consents.scenes import a_parent, another_parent
from tests.web.pages import parts
from tests.web.policies.scenes import AT, answers, dana, published, renewed
from tests.web.policies.test_pages import now, said
from tutela.web.actions.models import Action
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person
from tutela.web.policies import operations, queries
from tutela.web.policies.models import Acknowledgement, Version
from tutela.web.policies.operations.refusals import AnsweredSince, NotForVisitors, NotInForce
from tutela.web.policies.texts import wording as words

pytestmark = pytest.mark.usefixtures("as_system")
SignIn = Callable[..., Client]
TODAY = AT.date()


def returned(version: Version, *people: Person, days: int = 0, **more: object) -> None:
    """Dana enters them so many days later."""
    at = AT + timedelta(days=days)
    operations.return_on_paper(
        actor=dana(), at=at, version=version, people=[one.pk for one in people], kept="Folder 3, office",
        returned_on=at.date(), **more,
    )  # type: ignore[arg-type]  # fmt: skip


def test_tom_said_no_and_his_signed_paper_is_entered_after_dana_spoke_with_him(sign_in: SignIn) -> None:
    version = published(at=now() - timedelta(days=5))
    answers(cast.tom(), version, "disagrees", now() - timedelta(days=4))
    answers(cast.sue(), version, at=now() - timedelta(days=4))
    client, page = sign_in(cast.dana()), f"/policies/{version.document_id}/forms/"
    shown = said(client.get(page))
    assert "Tom Reed (said no on" in shown
    assert "Sue" not in shown
    sent = {"kept": "Folder 3", "answer": "agrees", "people": [str(cast.tom().pk)]} | parts("returned_on", now())
    assert "1 form is entered" in said(client.post(page, sent, follow=True))
    counted = queries.count_coverage(version, now().date())
    assert (counted.agreed, counted.refused) == (2, 0)
    assert Acknowledgement._base_manager.filter(person=cast.tom()).count() == 2, "what he said first stays"


def test_sue_takes_her_yes_back_on_paper(sign_in: SignIn) -> None:
    version = published(at=now() - timedelta(days=5))
    answers(cast.sue(), version, at=now() - timedelta(days=4))
    client, page = sign_in(cast.dana()), f"/policies/{version.document_id}/forms/?show=all"
    assert f"{cast.sue().full_name} (agreed on" in said(client.get(page))
    sent = {"kept": "Folder 3", "answer": "disagrees", "people": [str(cast.sue().pk)]} | parts("returned_on", now())
    client.post(page, sent)
    assert queries.count_coverage(version, now().date()).refused == 1
    assert Action._base_manager.filter(origin=f"agreement:{version.pk}:refused").exists()


def test_a_form_that_came_back_before_somebody_said_no_does_not_wipe_the_no_out(sign_in: SignIn) -> None:
    version = published()
    answers(cast.tom(), version, "disagrees", AT + timedelta(days=5))
    with pytest.raises(AnsweredSince, match="Tom Reed"):
        operations.return_on_paper(
            actor=dana(), at=AT + timedelta(days=6), version=version, people=[cast.tom().pk], kept="Folder 3",
            returned_on=TODAY + timedelta(days=4),
        )  # fmt: skip
    returned(version, cast.tom(), days=6)
    assert queries.count_coverage(version, TODAY).agreed == 1


def test_pat_signs_for_mia_on_paper_and_it_is_hers_and_not_mias_own(sign_in: SignIn) -> None:
    version = published("learners-7-to-11", at=now() - timedelta(days=5))
    mia, pat = cast.mia(), cast.pat()
    a_parent(mia)
    client, page = sign_in(cast.dana()), f"/policies/{version.document_id}/forms/?signed=parents"
    assert "Pat Marsh, for Mia Marsh" in said(client.get(page))
    sent = {"kept": "Folder 3B", "answer": "agrees", "people": [f"{mia.pk}:{pat.pk}"]} | parts("returned_on", now())
    assert "1 form is entered" in said(client.post(page, sent, follow=True))
    [row] = Acknowledgement._base_manager.all()
    assert (row.person, row.by, row.how, row.batch.by) == (mia, pat, "for-child", cast.dana())  # type: ignore[union-attr]
    assert row.sha256 == row.batch.sha256 == version.sha256  # type: ignore[union-attr]
    assert queries.count_waiting(pat, cast.oakfield(), now()) == 0
    assert queries.count_waiting(mia, cast.oakfield(), now()) == 1, "what Mia says herself is still hers to say"
    assert "Pat Marsh, for Mia Marsh" not in said(client.get(page))
    people = said(client.get(f"/policies/{version.document_id}/people/?show=all"))
    assert "Pat Marsh: Agrees" in people
    assert "Folder 3B" in people


def test_leos_form_in_easy_read_is_entered_with_the_hash_of_the_words_he_signed(sign_in: SignIn) -> None:
    before = now() - timedelta(days=5)
    full = published("learners-11-to-16", at=before)
    client, page = sign_in(cast.dana()), f"/policies/{full.document_id}/forms/"
    cast.leo()
    assert "Which text is on them?" not in said(client.get(page))
    easy = published("learners-easy-read", at=before)
    assert "Which text is on them?" in said(client.get(page))
    sent = {"kept": "Folder 3", "answer": "agrees", "people": [str(cast.leo().pk)]} | parts("returned_on", now())
    assert "1 form is entered" not in said(client.post(page, sent, follow=True)), "nobody guesses which it was"
    assert "1 form is entered" in said(client.post(page, sent | {"text": str(easy.pk)}, follow=True))
    [row] = Acknowledgement._base_manager.all()
    assert row.version == full
    assert row.sha256 == row.batch.sha256 == easy.sha256 != full.sha256  # type: ignore[union-attr]
    assert "You read it in easy read" in said(sign_in(cast.leo()).get(f"/agreements/{full.pk}/"))


def test_a_form_with_the_whole_text_keeps_that_hash_and_no_other_text_is_taken(sign_in: SignIn) -> None:
    before = now() - timedelta(days=5)
    full, staff = published("learners-11-to-16", at=before), published("acceptable-use-staff", at=before)
    published("learners-easy-read", at=before)
    sent = {"kept": "Folder 3", "answer": "agrees", "people": [str(cast.leo().pk)]} | parts("returned_on", now())
    sign_in(cast.dana()).post(f"/policies/{full.document_id}/forms/", sent | {"text": str(full.pk)})
    [row] = Acknowledgement._base_manager.all()
    assert row.sha256 == row.batch.sha256 == full.sha256  # type: ignore[union-attr]
    with pytest.raises(NotInForce):
        returned(full, cast.leo(), days=1, read=staff)


def test_a_parents_no_on_paper_beside_the_childs_yes_brings_somebody_to_speak_with_them() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    a_parent(mia)
    answers(mia, version)
    returned(version, days=1, for_children=[(mia.pk, pat.pk)], answer="disagrees")
    assert queries.count_coverage(version, TODAY).agreed == 1
    origins = set(Action._base_manager.values_list("origin", flat=True))
    assert {f"agreement:{version.pk}:differ", f"agreement:{version.pk}:refused"} <= origins
    assert list(queries.list_people(dana(), version, TODAY, "refused")) == [mia]


def test_nobody_signs_for_a_child_who_may_not_answer_for_them() -> None:
    version = published("learners-7-to-11")
    mia, pat, alex = cast.mia(), cast.pat(), another_parent()
    a_parent(mia, alex, no_contact=True)
    returned(version, for_children=[(mia.pk, alex.pk), (mia.pk, pat.pk), (mia.pk, cast.tom().pk)])
    assert not Acknowledgement._base_manager.exists()
    a_parent(mia)
    establishments.exclude(
        actor=SystemActor("test"), at=AT - timedelta(days=1), person=cast.dana(), about_person=pat, reason="Married"
    )
    assert not queries.list_signers(dana(), version, AT, by_parents=True), "Dana is kept from Pat"
    returned(version, for_children=[(mia.pk, pat.pk)])
    assert not Acknowledgement._base_manager.exists()


def test_visitors_sign_a_sheet_at_the_desk_and_are_counted_without_a_name(sign_in: SignIn) -> None:
    version = published("visitors", at=now() - timedelta(days=5))
    client, page = sign_in(cast.dana()), f"/policies/{version.document_id}"
    shown = said(client.get("/policies/coverage/"))
    assert "0 on paper" in shown
    assert "Asked 0" not in shown
    sent = {"visitors": "14", "kept": "Visitors’ folder, front desk"} | parts("signed_until", now())
    shown = said(client.post(f"{page}/forms/", sent, follow=True))
    assert "14 visitors signed this version" in shown
    assert "Visitors’ folder, front desk" in shown
    sent["visitors"] = "-15"
    assert "No more can be taken back than was entered" in said(client.post(f"{page}/forms/", sent))
    sent["visitors"] = "-2"
    assert "12 visitors signed this version" in said(client.post(f"{page}/forms/", sent, follow=True))
    assert "Enter how many signed it" in said(client.post(f"{page}/forms/", sent | {"visitors": "0"}))
    assert "12 on paper" in said(sign_in(cast.gwen()).get("/policies/coverage/"))
    assert not Acknowledgement._base_manager.exists()


def test_what_visitors_signed_before_the_words_changed_is_not_counted_for_the_new_ones() -> None:
    version = published("visitors")
    operations.count_sheet(actor=dana(), at=AT, version=version, visitors=9, kept="Front desk", signed_until=TODAY)
    clause = words.from_text(version.content).clauses[0].id
    newer = renewed(version, clause, "Tell {contact} at once.", AT + timedelta(days=100))
    assert (queries.count_visitors(version), queries.count_visitors(newer)) == (9, 0)
    with pytest.raises(NotInForce):
        operations.count_sheet(actor=dana(), at=AT, version=version, visitors=9, kept="Desk", signed_until=TODAY)


def test_whoever_answers_by_name_is_not_counted_on_sheets() -> None:
    with pytest.raises(NotForVisitors):
        operations.count_sheet(
            actor=dana(), at=AT, version=published(), visitors=9, kept="Front desk", signed_until=TODAY
        )  # fmt: skip


def test_the_paper_for_visitors_has_a_sheet_that_many_sign(sign_in: SignIn) -> None:
    version = published("visitors")
    answer = sign_in(cast.dana()).get(f"/policies/{version.document_id}/paper/")
    pages = [one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages]
    [sheet] = [one for one in pages if "Whoever signs has read this agreement" in one]
    assert "Here for" in sheet
    assert "My answer" not in sheet


def test_what_is_read_in_easy_read_is_counted_where_it_is_signed_instead(sign_in: SignIn) -> None:
    full, easy = published("learners-11-to-16"), published("learners-easy-read")
    answers(cast.leo(), full, read=easy)
    shown = said(sign_in(cast.dana()).get("/policies/coverage/"))
    assert easy.title not in shown
    assert "Asked 1 Agreed 1" in shown
