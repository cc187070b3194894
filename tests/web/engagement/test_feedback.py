"""What readers say: asked at the foot of a page, counted five at a time, and dealt with at the next review."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.engagement.scenes import dana, people
from tests.web.engagement.test_letters import a_letter, family, made
from tests.web.pages import words_of
from tests.web.policies.scenes import begun, published
from tutela.web.actions.models import Action
from tutela.web.core.actor import AnonymousReporter
from tutela.web.core.models import AuditEntry
from tutela.web.education.shipped.curriculum import list_topics
from tutela.web.engagement import operations, queries
from tutela.web.engagement.about import About
from tutela.web.engagement.models import Feedback, FeedbackMark, FeedbackOutcome
from tutela.web.engagement.operations import feedback as writes
from tutela.web.engagement.rules import counting
from tutela.web.engagement.rules import feedback as rules
from tutela.web.establishments.models import Person

SignIn = Callable[..., Client]
YES, PARTLY, NO = 1, 2, 3
EMPTY = rules.Heap({}, [], {}, [])


def about(**changes: Any) -> About:
    """A policy of Oakfield, as a page would hand it on."""
    given: dict[str, Any] = {
        "place": cast.oakfield().pk, "item": "policy:one", "version": "1", "title": "Online safety policy",
        "address": "/help/", "back": "/help/", "public": False, "simple": False, "exit_to": "",
    }  # fmt: skip
    return About(**given | changes)


def said_by(person: Person, choice: int = YES, words: str = "", **changes: Any) -> None:
    operations.say_whether_clear(
        actor=cast.acting(person), at=timezone.now(), about=about(**changes), choice=choice, words=words
    )


def links_of(answer: Any) -> dict[str, str]:
    """Where the three answers at the foot of a page lead, by choice."""
    return {
        choice: path
        for path, choice in re.findall(r'href="(/your-say/clear/[^"]+\?clear=(\w+))"', answer.content.decode())
    }


# The heap


def test_four_answers_wait_and_the_fifth_lays_all_five_open_with_their_words() -> None:
    heap = EMPTY
    for number in range(4):
        heap = rules.add(heap, "staff", YES, f"Word {9 - number}")
        assert (heap.shown, heap.words) == ({}, [])
    heap = rules.add(heap, "staff", NO, "")
    assert heap.shown == {"staff": {"": 5, "1": 4, "3": 1}}
    assert heap.words == ["Word 6", "Word 7", "Word 8", "Word 9"]
    assert (heap.waiting, heap.waiting_words) == ({}, [])


def test_the_sixth_answer_changes_nothing_that_is_shown_before_the_tenth() -> None:
    heap = EMPTY
    for _ in range(5):
        heap = rules.add(heap, "parents", YES, "")
    before = heap.shown
    for _ in range(4):
        heap = rules.add(heap, "parents", NO, "Too long")
        assert (heap.shown, heap.words) == (before, [])
    assert rules.count(rules.add(heap, "parents", NO, "").shown) == 10


def test_five_of_different_groups_are_shown_without_their_groups() -> None:
    heap = EMPTY
    for group in ("staff", "staff", "staff", "staff", "governors"):
        heap = rules.add(heap, group, YES, "")
    assert heap.shown == {rules.SEVERAL: {"": 5, "1": 5}}


def test_everybody_is_counted_as_one_group() -> None:
    assert rules.group_of({"learner"}, "7-11") == "learners:7-11"
    assert rules.group_of({"learner"}, None) == "learners"
    assert rules.group_of({"parent", "teacher"}, None) == "staff"
    assert rules.group_of({"chair"}, None) == "governors"
    assert rules.group_of({"parent"}, None) == "parents"
    assert rules.group_of({"assessor"}, None) == rules.group_of(set(), None) == rules.GUEST


# What is kept


def test_nothing_that_is_kept_leads_from_an_answer_to_a_person_or_a_time() -> None:
    five, entries = people("teacher", 5), AuditEntry.objects.count()
    for person, words in zip(five, ["Zebras", "apples", "Mangoes", "bread", "Kites"], strict=True):
        said_by(person, PARTLY, words)
    row = Feedback._base_manager.get()
    assert row.words == ["apples", "bread", "Kites", "Mangoes", "Zebras"]
    assert {field.name for field in Feedback._meta.fields} == {
        "id", "establishment", "item", "version", "title", "address", "waiting", "waiting_words", "shown", "words",
        "answers",
    }  # fmt: skip
    assert {field.name for field in FeedbackMark._meta.fields} == {"id", "establishment", "feedback", "person"}
    assert AuditEntry.objects.count() == entries


def test_tom_is_counted_once_a_version_and_who_answered_the_last_one_is_forgotten() -> None:
    said_by(cast.tom())
    with pytest.raises(operations.EngagementRefused, match="answered these questions already"):
        said_by(cast.tom(), NO)
    assert Feedback._base_manager.get().waiting == {"staff": {"": 1, "1": 1}}
    said_by(cast.tom(), NO, version="2")
    assert FeedbackMark._base_manager.get().feedback.version == "2"


def test_an_answer_to_a_page_that_was_opened_before_the_next_version_lets_nobody_answer_twice() -> None:
    said_by(cast.tom(), version="10")
    said_by(cast.sue(), NO, version="9")
    with pytest.raises(operations.EngagementRefused, match="answered these questions already"):
        said_by(cast.tom(), version="10")
    assert rules.count(Feedback._base_manager.get(version="10").waiting) == 1


def test_what_is_laid_open_while_somebody_deals_with_the_rest_stays_open(sign_in: SignIn) -> None:
    ten, client = people("teacher", 10), sign_in(cast.dana())
    for person in ten[:5]:
        said_by(person)
    (link,) = re.findall(r'href="(/readers/[^"]+)"', client.get("/readers/").content.decode())
    for person in ten[5:]:
        said_by(person, NO)
    client.post(link, {"what": "done", "words": "All five liked it"})
    (said,) = queries.list_feedback(dana())
    assert (said.is_open, said.outcomes[0].answers) == (True, 5)


def test_nobody_reads_fewer_than_five_and_only_who_reads_reviews_reads_any() -> None:
    five = people("teacher", 5)
    for person in five[:4]:
        said_by(person)
    assert queries.list_feedback(dana()) == []
    said_by(five[4], NO)
    (said,) = queries.list_feedback(dana())
    assert [(who, [line.count for line in lines]) for who, lines in said.counts] == [("Staff", [4, 0, 1])]
    assert queries.list_feedback(cast.acting(cast.tom())) == []
    assert queries.list_feedback(cast.acting(cast.eli())) == []


@pytest.mark.parametrize("choice", [0, 4, -1])
def test_an_answer_that_is_none_of_the_three_is_refused(choice: int) -> None:
    with pytest.raises(operations.EngagementRefused, match="one of the answers"):
        said_by(cast.tom(), choice)


def test_nobody_of_elsewhere_answers_nor_whoever_has_not_signed_in_where_that_was_not_offered() -> None:
    with pytest.raises(operations.EngagementRefused, match="not for you"):
        said_by(cast.eli())
    with pytest.raises(operations.EngagementRefused, match="not for you"):
        operations.say_whether_clear(
            actor=AnonymousReporter(cast.oakfield().pk), at=timezone.now(), about=about(), choice=YES
        )


def test_a_flood_from_outside_ends_and_people_of_the_school_still_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "FROM_OUTSIDE_AN_HOUR", 2)
    outside, at, page = AnonymousReporter(cast.oakfield().pk), timezone.now(), about(public=True)
    for _ in range(2):
        operations.say_whether_clear(actor=outside, at=at, about=page, choice=NO)
    with pytest.raises(operations.EngagementRefused, match="within this hour"):
        operations.say_whether_clear(actor=outside, at=at, about=page, choice=NO)
    said_by(cast.tom(), public=True)
    assert rules.count(Feedback._base_manager.get().waiting) == 3


def test_words_beyond_what_anybody_can_read_are_refused_and_the_answer_without_them_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "MOST_WORDS", 1)
    said_by(cast.tom(), NO, "Shorter")
    with pytest.raises(operations.EngagementRefused, match="Take your words out"):
        said_by(cast.sue(), NO, "Shorter too")
    said_by(cast.sue(), NO)
    assert rules.count(Feedback._base_manager.get().waiting) == counting.THRESHOLD - 3


# The pages


@pytest.mark.requirement("S0.31")
def test_what_readers_say_of_a_policy_stands_on_its_next_draft_and_is_dealt_with(sign_in: SignIn) -> None:
    version = published()
    page, draft = f"/policies/{version.document_id}/", f"/policies/{version.document_id}/draft/"
    for number, person in enumerate(people("teacher", 5)):
        client = sign_in(person)
        link = links_of(client.get(page))["no" if number else "yes"]
        assert "checked" in client.get(link).content.decode()
        sheet = {"clear": "no" if number else "yes", "words": "" if number else "Say what a filter is"}
        answer = client.post(link, sheet)
        assert answer["Location"] == f"{page}#was-this-clear"
        shown = client.get(page)
        assert "counted without your name" in words_of(shown)
        assert links_of(shown) == {}
    client = sign_in(cast.dana())
    assert "1 open" in words_of(client.get("/surveys/"))
    client.post(f"{page}next/")
    shown = words_of(client.get(draft))
    assert "What readers said Of version 1 Open" in shown
    assert "Staff Yes 1 Partly 0 No 4" in shown
    assert "Say what a filter is" in shown
    row = Feedback._base_manager.get()
    assert "Select what becomes of it" in words_of(client.post(f"/readers/{row.pk}/", {}))
    sheet = {"what": "action", "words": "Explain the filter in clause 3"}
    assert client.post(f"/readers/{row.pk}/?item", sheet)["Location"] == page
    shown = words_of(client.get(draft))
    assert "Of version 1 Dealt with" in shown
    assert f"Explain the filter in clause 3 {timezone.localdate().day}" in shown
    assert (Action._base_manager.get().origin, Action._base_manager.get().address) == (f"feedback:{row.pk}", page)
    assert FeedbackOutcome._base_manager.get().by == cast.dana()
    assert "Nothing is open" in words_of(client.get("/readers/"))
    for person in people("teacher", 10)[5:]:
        said_by(person, PARTLY, item=row.item, title=row.title, address=page)
    assert "Of version 1 Open" in words_of(client.get(draft))


def test_somebody_who_has_not_signed_in_says_whether_a_help_page_was_clear_and_the_page_leaves_no_cookie() -> None:
    place, client = cast.oakfield(), Client()
    shown = client.get("/help/?for=11-16")
    assert not shown.cookies
    link = links_of(shown)["partly"]
    assert "Select yes, partly or no" in words_of(client.post(link, {"words": "Hm"}))
    assert "500 characters" in words_of(client.post(link, {"clear": "no", "words": "a" * 501}))
    answer = client.post(link, {"clear": "partly", "words": "Too long"})
    assert answer["Location"] == "/help/?for=11-16&thanks#was-this-clear"
    assert "counted without your name" in words_of(client.get("/help/?for=11-16&thanks"))
    row = Feedback._base_manager.get()
    assert (row.establishment, row.item, row.waiting) == (place, "help:help:11-16", {"guest": {"": 1, "2": 1}})
    assert row.address == "/help/?for=11-16"
    assert not FeedbackMark._base_manager.exists()


def test_the_youngest_are_not_asked_for_words(sign_in: SignIn) -> None:
    client = sign_in(cast.mia())
    link = links_of(client.get("/help/?for=5-7"))["yes"]
    assert 'name="words"' not in client.get(link).content.decode()
    client.post(link, {"clear": "yes", "words": "I am Mia"})
    row = Feedback._base_manager.get()
    assert (list(row.waiting), row.waiting_words) == (["learners:7-11"], [])


def test_pat_is_asked_about_a_letter_tom_about_a_strand_and_leo_about_an_agreement(sign_in: SignIn) -> None:
    family(cast.pat(), cast.leo())
    letter = made(a_letter())
    operations.send_letter(actor=dana(), at=timezone.now(), pk=letter.pk)
    copy = letter.copies.model._base_manager.get(letter=letter)
    agreement = published("learners-11-to-16")
    for person, path in (
        (cast.pat(), f"/your-say/letters/{copy.pk}/"),
        (cast.tom(), f"/curriculum/{next(iter(list_topics()))}/"),
        (cast.leo(), f"/agreements/{agreement.pk}/"),
    ):
        client = sign_in(person)
        link = links_of(client.get(path))["no"]
        assert client.post(link, {"clear": "no"})["Location"] == f"{path}#was-this-clear"
    kinds = {row.item.partition(":")[0] for row in Feedback._base_manager.all()}
    assert kinds == {"letter", "lesson", "policy"}


def test_an_address_that_was_not_signed_here_or_is_of_elsewhere_is_not_there(sign_in: SignIn) -> None:
    client, signed = sign_in(cast.tom()), about().sign()
    assert client.get(f"/your-say/clear/{signed}/").status_code == 200
    assert client.get(f"/your-say/clear/{signed[:-1]}x/").status_code == 404
    assert client.get("/your-say/clear/policy:one/").status_code == 404
    assert sign_in(cast.eli()).get(f"/your-say/clear/{signed}/").status_code == 404
    assert Client().get(f"/your-say/clear/{signed}/").status_code == 404


def test_a_draft_that_nobody_has_read_says_nothing_of_readers(sign_in: SignIn) -> None:
    document = begun()
    assert "What readers said" not in words_of(sign_in(cast.dana()).get(f"/policies/{document.pk}/draft/"))
