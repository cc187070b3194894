"""The pages of policies and agreements, as each of the cast meets them."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests import cast
from tests.web.consents.scenes import a_parent
from tests.web.pages import parts
from tests.web.policies import scenes
from tutela.web.establishments.middleware import CHOSEN
from tutela.web.establishments.models import Person
from tutela.web.policies import operations
from tutela.web.policies.models import Acknowledgement, Document, Version
from tutela.web.policies.texts import wording as words

SignIn = Callable[..., Client]


def said(answer: object) -> str:
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.requirement("S0.10")
def test_from_a_template_to_a_version_in_force_by_the_pages_alone(sign_in: SignIn) -> None:
    cast.name_contact()
    hana, dana = sign_in(cast.hana()), sign_in(cast.dana())
    answer = dana.post("/policies/start/", {"template": "governors"})
    document = Document._base_manager.get()
    page = f"/policies/{document.pk}/draft/"
    assert answer.headers["Location"] == page
    assert "They have not" not in said(dana.get(page))
    draft = scenes.draft_of(document)
    gaps = {f"gap_{one.id}": "as we said" for one in words.from_text(draft.content).variables if not one.fact}
    gaps |= {
        f"gap_{one.id}": "Somebody" for one in words.from_text(draft.content).variables if one.fact in scenes.LACKING
    }
    review = parts("review_on", now() + timedelta(days=300))
    assert dana.post(f"{page}gaps/", gaps | review | {"seen": "1", "reason": "New"}).status_code == 302
    slugs = {slug for one in words.from_text(draft.content).clauses for slug in one.links}
    for slug in slugs:
        dana.post(f"/policies/elsewhere/{slug}/?for={document.pk}", {"title": slug, "where": "Handbook"})
    for group in ("staff", "learners", "parents", "governors"):
        heard = {"group": group, "kind": "heard", "who": "Six", "words": "Shorter"} | parts("heard_on", now())
        assert dana.post(f"{page}heard/", heard).status_code == 302
    seen = str(scenes.draft_of(document).revision)
    assert dana.post(f"{page}sign/", {"seen": seen}).status_code == 404
    assert hana.post(f"{page}sign/", {"seen": seen}).status_code == 302
    minute = {"body": "Full governing body", "reference": "4", "seen": seen} | parts("held_on", now())
    assert dana.post(f"{page}minute/", minute).status_code == 302
    assert "Nothing stands against publishing it" in said(dana.get(page))
    dana.post(f"{page}publish/", {"seen": seen})
    again = hana.post(f"{page}publish/", {"seen": seen})
    assert again.status_code == 404
    shown = said(sign_in(cast.gwen()).get(f"/policies/{document.pk}/"))
    assert "Hana Novak, head, on" in shown
    assert "minute 4" in shown
    assert Version._base_manager.count() == 1


def test_whoever_saves_second_is_told_and_their_next_save_is_taken(sign_in: SignIn) -> None:
    document = scenes.begun("governors", now())
    page = f"/policies/{document.pk}/draft/"
    clause = words.from_text(scenes.draft_of(document).content).clauses[0].id
    dev, dana = sign_in(cast.dev()), sign_in(cast.dana())
    assert dana.post(f"{page}new/", {"seen": "1", "title": "Swimming", "text": "Dry."}).status_code == 302
    sent = {"title": "Ours", "text": "Dev's words.", "seen": "1"}
    refused = dev.post(f"{page}clauses/{clause}/", sent)
    assert "Dana Shah changed this meanwhile" in said(refused)
    (seen,) = re.findall(r'name="seen" value="(\d+)" id', refused.content.decode())
    assert dev.post(f"{page}clauses/{clause}/", sent | {"seen": seen}).status_code == 302
    minute = {"body": "Full governing body", "reference": "4", "seen": "1"} | parts("held_on", now())
    assert "changed this meanwhile" in said(dana.post(f"{page}minute/", minute, follow=True))


def test_a_link_is_no_gap(sign_in: SignIn) -> None:
    document = scenes.begun("governors", now())
    scenes.fill(document, now())
    page = f"/policies/{document.pk}/draft/"
    client = sign_in(cast.dana())
    assert "Has a gap" not in said(client.get(page))
    seen = str(scenes.draft_of(document).revision)
    client.post(f"{page}new/", {"seen": seen, "title": "More", "text": "See [this](https://example.org/) {twice}."})
    shown = said(client.get(page))
    assert "Has a gap" not in shown
    assert "“{twice}” in curly brackets is the name of no gap" in shown


@pytest.mark.requirement("S3.45")
def test_the_paper_carries_who_approved_it_and_when_it_is_reviewed_next(sign_in: SignIn) -> None:
    version = scenes.published("acceptable-use-staff", now())
    answer = sign_in(cast.tom()).get(f"/policies/{version.document_id}/paper/")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    text = " ".join(text.split())
    for fact in ("First issued", "Hana Novak, head", "minute 7.2", "every 12 months", "Next review", "Dana Shah"):
        assert fact in text


@pytest.mark.requirement("S3.45")
def test_dana_sees_which_policies_are_due_for_review(sign_in: SignIn) -> None:
    scenes.published("acceptable-use-staff", now())
    assert "Review is due" not in said(sign_in(cast.dana()).get("/policies/"))
    scenes.published("online-safety", now() - timedelta(days=400))
    page = said(sign_in(cast.dana()).get("/policies/"))
    assert page.count("Review is due") == 1


def test_tom_agrees_sees_what_is_right_and_home_asks_no_more(sign_in: SignIn) -> None:
    version = scenes.published("acceptable-use-staff", now())
    client = sign_in(cast.tom())
    assert "1 agreement to read" in said(client.get("/"))
    questions = words.from_text(version.content).questions
    chosen = {f"q{number}": str(one.right) for number, one in enumerate(questions)}
    page = f"/agreements/{version.pk}/"
    assert "Choose one of the three" in said(client.post(page, chosen))
    assert "It is no test" in said(client.post(page, {"answer": "agrees"}))
    assert "It waits here for you" in said(client.post(page, {"answer": "not-now"}, follow=True))
    answer = client.post(page, chosen | {"answer": "agrees"}, follow=True)
    assert "You agreed on" in said(answer)
    row = Acknowledgement._base_manager.get(answer="agrees")
    assert (row.answer, row.right_at_once, row.asked) == ("agrees", len(questions), len(questions))
    assert "agreement to read" not in said(client.get("/"))
    assert client.get("/").status_code == 200


def test_a_parent_reads_and_answers_for_their_child_alone(sign_in: SignIn) -> None:
    version = scenes.published("learners-7-to-11", now())
    pat, mia = cast.pat(), cast.mia()
    page = f"/agreements/{version.pk}/for/{mia.pk}/"
    client = sign_in(pat)
    assert client.get(page).status_code == 404
    a_parent(mia)
    assert "For Mia Marsh" in said(client.get(page))
    client.post(page, {"answer": "disagrees", "words": "We want to talk."})
    row = Acknowledgement._base_manager.get()
    assert (row.person, row.by, row.how, row.answer) == (mia, pat, "for-child", "disagrees")
    shown = said(sign_in(cast.dana()).get(f"/policies/{version.document_id}/people/?show=refused"))
    assert "Mia Marsh" in shown
    assert "Pat Marsh: “We want to talk.”" in shown


def test_gwen_reads_figures_and_no_names(sign_in: SignIn) -> None:
    version = scenes.published("acceptable-use-staff", now())
    client = sign_in(cast.gwen())
    assert "No answer" in said(client.get("/policies/coverage/"))
    assert client.get(f"/policies/{version.document_id}/people/").status_code == 404


def test_gwen_learns_of_no_single_person_by_counting(sign_in: SignIn) -> None:
    version = scenes.published("learners-11-to-16", now())
    cast.class_9b()
    scenes.answers(cast.leo(), version, "disagrees", now())
    staff = scenes.published("acceptable-use-staff", now())
    scenes.answers(cast.tom(), staff, "disagrees", now())
    cast.sue(), cast.ivy(), cast.hana()
    shown = said(sign_in(cast.gwen()).get("/policies/coverage/"))
    assert "Asked 1 Agreed – Said no – No answer – Share –" in shown
    assert "Asked 6 Agreed 0 Said no fewer than 5 No answer – Share 0 %" in shown
    assert "9B" not in shown
    shown = said(sign_in(cast.dana()).get("/policies/coverage/"))
    assert "fewer than 5" not in shown
    assert "9B" in shown


def test_dana_sees_how_many_understood_each_agreement_and_gwen_only_where_it_tells_of_nobody(sign_in: SignIn) -> None:
    staff = scenes.published("acceptable-use-staff", now())
    right = [one.right for one in words.from_text(staff.content).questions]
    scenes.answers(cast.tom(), staff, at=now(), chosen=[1 if one > 1 else 2 for one in right])
    scenes.answers(cast.sue(), staff, at=now(), chosen=right)
    assert "Understood 50 %" in said(sign_in(cast.dana()).get("/policies/coverage/"))
    assert "Understood –" in said(sign_in(cast.gwen()).get("/policies/coverage/"))


@pytest.mark.requirement("S3.8")
@pytest.mark.parametrize(
    ("template", "who"),
    [
        ("acceptable-use-staff", cast.tom),
        ("governors", cast.gwen),
        ("parents", cast.pat),
        ("learners-7-to-11", cast.mia),
        ("learners-11-to-16", cast.leo),
        ("partners", cast.ria),
    ],
)
def test_every_group_is_asked_three_questions_and_how_many_understood_is_reported(
    sign_in: SignIn, template: str, who: Callable[[], Person]
) -> None:
    version = scenes.published(template, now())
    person = who()
    if person.kind == Person.Kind.PARENT:
        a_parent(cast.mia())
    client = sign_in(person)
    session = client.session
    session[CHOSEN] = cast.oakfield().pk
    session.save()
    page = f"/agreements/{version.pk}/"
    questions = words.from_text(version.content).questions
    asked = client.get(page).content.decode()
    assert [f'name="q{number}"' in asked for number in range(len(questions))].count(True) >= 3
    chosen = {f"q{number}": str(one.right) for number, one in enumerate(questions)}
    own = {"own_title": "Safeguarding at Ridgeway"} if template == "partners" else {}
    shown = said(client.post(page, chosen | own | {"answer": "agrees"}, follow=True))
    assert "You agreed on" in shown
    assert "Understood 100 %" in said(sign_in(cast.dana()).get("/policies/coverage/"))


@pytest.mark.requirement("S1.20")
def test_what_a_clause_leans_on_is_found_from_it(sign_in: SignIn) -> None:
    other = scenes.begun("online-safety", now())
    version = scenes.published("acceptable-use-staff", now())
    linked = {slug for clause in words.from_text(version.content).clauses for slug in clause.links}
    assert "online-safety" in linked
    elsewhere = min(linked - {"online-safety"})
    operations.note_other_document(
        actor=scenes.dana(), at=now(), slug=elsewhere, title="On another site", where="https://example.org/other"
    )
    page = f"/policies/{version.document_id}/"
    shown = sign_in(cast.dana()).get(page)
    assert f'href="/policies/{other.pk}/"' in shown.content.decode()
    assert 'href="https://example.org/other"' in shown.content.decode()
    assert "Staff handbook" in said(shown)
    # whoever only reads finds no way to what is still a draft
    assert f'href="/policies/{other.pk}/"' not in sign_in(cast.tom()).get(page).content.decode()


def test_one_more_draft_costs_the_list_three_questions_to_the_database(sign_in: SignIn) -> None:
    scenes.begun("governors", now())
    client = sign_in(cast.dana())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/policies/")
        return len(queries)

    asked()
    before = asked()
    scenes.begun("partners", now())
    assert asked() - before == 3


def test_a_tutor_of_a_partner_has_agreements_where_they_teach(sign_in: SignIn) -> None:
    scenes.published("partners", now())
    client = sign_in(cast.ria())
    session = client.session
    session[CHOSEN] = cast.oakfield().pk
    session.save()
    assert "Read it" in said(client.get("/agreements/"))


def test_the_forms_of_a_class_are_entered_in_one_go(sign_in: SignIn) -> None:
    version = scenes.published("learners-11-to-16", now())
    cast.class_9b()
    client = sign_in(cast.dana())
    page = f"/policies/{version.document_id}/forms/"
    assert "Leo Marsh" in said(client.get(f"{page}?class=9b"))
    sent = {"kept": "Folder 9B", "answer": "agrees", "people": [str(cast.leo().pk)]} | parts("returned_on", now())
    assert "1 form is entered" in said(client.post(f"{page}?class=9b", sent, follow=True))
    shown = said(client.get("/policies/coverage/"))
    assert "9B" in shown
    shown = said(client.get(f"/policies/{version.document_id}/people/?show=all"))
    assert "Folder 9B" in shown


def test_eli_takes_over_what_the_trust_changed_and_chooses_where_both_did(sign_in: SignIn) -> None:
    at = now() - timedelta(days=200)
    first = scenes.published("governors", at)
    operations.offer_to_trust(actor=cast.acting(cast.theo()), at=at, version=first)
    elm, eli = cast.elm_park(), cast.eli()
    elm.trust = cast.oakfield().trust
    elm.save()
    client = sign_in(eli)
    assert "From your trust" in said(client.get("/policies/"))
    client.post("/policies/start/", {"template": f"trust-{first.document_id}"})
    taken = Document._base_manager.get(establishment=elm)
    clause = words.from_text(first.content).clauses[0].id
    page = f"/policies/{taken.pk}/draft/"
    client.post(f"{page}clauses/{clause}/", {"seen": "1", "title": "Ours", "text": "Elm Park's words."})
    second = scenes.renewed(first, clause, "The trust's new words.", at + timedelta(days=90))
    operations.offer_to_trust(actor=cast.acting(cast.theo()), at=at + timedelta(days=91), version=second)
    assert "The template was brought up to date" in said(client.get(page))
    shown = said(client.get(f"{page}update/"))
    assert "Elm Park's words." in shown
    assert "The trust’s new words." in shown or "The trust's new words." in shown
    again = said(client.post(f"{page}update/", {"seen": "2"}))
    assert "Choose for every clause below" in again
    client.post(f"{page}update/", {"seen": "2", f"choose-{clause}": "theirs"})
    now_says = {one.id: one.text for one in words.from_text(scenes.draft_of(taken).content).clauses}
    assert now_says[clause] == "The trust's new words."
