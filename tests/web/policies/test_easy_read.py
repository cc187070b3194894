"""Leo reads and signs his agreement in easy read, and it is kept which of the two texts he read."""

import html
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import cast
from tests.web.consents.scenes import a_parent
from tests.web.pages import words_of
from tests.web.policies.scenes import AT, answers, dana, published
from tutela.web.establishments.models import Person
from tutela.web.policies import operations, queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.authored.lint import sentences
from tutela.web.policies.models import Acknowledgement
from tutela.web.policies.operations.refusals import NotInForce, NotYours
from tutela.web.policies.texts import wording as words

pytestmark = pytest.mark.usefixtures("as_system")
SignIn = Callable[..., Client]
EASY, FULL = "learners-easy-read", "learners-11-to-16"


def page_of(version: object) -> str:
    return f"/agreements/{version.pk}/"  # type: ignore[attr-defined]


@pytest.mark.requirement("S0.30")
def test_leo_reads_his_agreement_in_easy_read_and_the_hash_says_which_text_he_agreed_to(sign_in: SignIn) -> None:
    full, easy = published(FULL), published(EASY)
    client = sign_in(cast.leo())
    [asked] = queries.list_asked(cast.leo(), cast.oakfield(), AT)
    assert asked.version == full, "he is asked once, not for both"
    page = client.get(page_of(full))
    assert 'href="?words=easy-read"' in page.content.decode()
    page = client.get(page_of(full), {"words": "easy-read"})
    text = html.unescape(words_of(page))
    for clause in words.from_text(easy.content).clauses:
        assert clause.title in text
    assert page.content.decode().count("policies-symbol") == len(words.from_text(easy.content).clauses)
    assert "Dana Shah" in text
    right = {f"q{number}": str(one.right) for number, one in enumerate(words.from_text(easy.content).questions)}
    client.post(f"{page_of(full)}?words=easy-read", {**right, "answer": "agrees", "words": ""})
    [given] = Acknowledgement._base_manager.all()
    assert (given.version, given.sha256, given.answer) == (full, easy.sha256, "agrees")
    assert (given.asked, given.right_at_once) == (3, 3)
    again = words_of(client.get(page_of(full)))
    assert "You read it in easy read." in again
    assert "I keep my details safe" in again
    # the whole text stays one press away
    assert "policies-symbol" not in client.get(page_of(full), {"words": "full"}).content.decode()
    assert queries.count_waiting(cast.leo(), cast.oakfield(), AT) == 0


def test_whoever_reads_the_whole_text_signs_that(sign_in: SignIn) -> None:
    full, easy = published(FULL), published(EASY)
    given = answers(cast.leo(), full)
    assert given.sha256 == full.sha256 != easy.sha256
    assert "You read it in easy read." not in words_of(sign_in(cast.leo()).get(page_of(full)))


def test_nobody_is_asked_for_the_easy_read_by_itself_nor_reminded_of_it(sign_in: SignIn) -> None:
    published(FULL)
    easy = published(EASY)
    cast.mia()
    assert sign_in(cast.leo()).get(page_of(easy)).status_code == 404
    with pytest.raises(NotYours):
        answers(cast.leo(), easy)
    assert queries.count_coverage(easy, AT.date()).total == 0
    assert sign_in(cast.dana()).get("/policies/coverage/").status_code == 200


def test_it_is_offered_to_those_of_its_ages_and_while_it_is_in_force(sign_in: SignIn) -> None:
    staff, young, full = published("acceptable-use-staff"), published("learners-5-to-7"), published(FULL)
    middle = published("learners-7-to-11")
    assert queries.find_easy_read(full) is None
    assert "Easy read" not in words_of(sign_in(cast.leo()).get(page_of(full)))
    easy = published(EASY)
    found = {one: queries.find_easy_read(one) for one in (staff, young, middle, full, easy)}
    assert found == {staff: None, young: None, middle: easy, full: easy, easy: None}
    operations.archive(actor=dana(), at=AT, document=easy.document)
    assert queries.find_easy_read(full) is None
    with pytest.raises(NotInForce):
        answers(cast.leo(), full, read=easy)


def test_nobody_signs_another_text_in_its_place() -> None:
    full, staff = published(FULL), published("acceptable-use-staff")
    published(EASY)
    with pytest.raises(NotInForce):
        answers(cast.leo(), full, read=staff)
    assert not Acknowledgement._base_manager.exists()


@pytest.mark.requirement("S0.30")
def test_every_part_has_a_picture_and_short_sentences() -> None:
    template = shelf.list_shipped()[EASY]
    for clause in template.clauses:
        assert finders.find(f"policies/symbols/{clause.symbol}.svg"), clause.id
        said = sentences(clause.text)
        assert max(len(one.split()) for one in said) <= 12
        assert len(said) <= 7
    assert len({clause.symbol for clause in template.clauses}) == len(template.clauses), "no picture means two things"
    assert Path(finders.find("policies/policies.css") or "").exists()


@pytest.mark.requirement("S0.30")
@pytest.mark.parametrize(
    ("full", "easy", "who"),
    [("acceptable-use-staff", "staff-easy-read", cast.tom), ("parents", "parents-easy-read", cast.pat)],
)
def test_staff_and_parents_read_theirs_in_easy_read_and_the_hash_says_so(
    sign_in: SignIn, full: str, easy: str, who: Callable[[], Person]
) -> None:
    a_parent(cast.mia())
    whole, plain = published(full), published(easy)
    client = sign_in(who())
    page = client.get(page_of(whole), {"words": "easy-read"})
    clauses = words.from_text(plain.content).clauses
    assert page.content.decode().count("policies-symbol") == len(clauses)
    right = {f"q{number}": str(one.right) for number, one in enumerate(words.from_text(plain.content).questions)}
    client.post(f"{page_of(whole)}?words=easy-read", {**right, "answer": "agrees", "words": ""})
    [given] = Acknowledgement._base_manager.filter(person=who())
    assert (given.version, given.sha256) == (whole, plain.sha256)


def test_pat_answers_for_her_child_after_the_easy_read_and_the_hash_is_that_of_what_she_read(sign_in: SignIn) -> None:
    a_parent(cast.mia())
    whole, plain = published("learners-7-to-11"), published(EASY)
    client = sign_in(cast.pat())
    page = f"{page_of(whole)}for/{cast.mia().pk}/"
    assert 'href="?words=easy-read"' in client.get(page).content.decode()
    client.post(f"{page}?words=easy-read", {"answer": "agrees", "words": ""})
    [given] = Acknowledgement._base_manager.filter(how="for-child")
    assert (given.version, given.sha256, given.by) == (whole, plain.sha256, cast.pat())
