"""Nothing that somebody wrote is lost: drafts, several people at once, documents beside a statement."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tests.web.core.test_concurrency import run
from tests.web.reviews.test_reviewing import AT, answer, answer_all, complete, publish, start, whole
from tutela.settings import Settings
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.reviews.frameworks.model import Framework, Level, Part
from tutela.web.reviews.models import Answer, Draft, StatementFile

SignIn = Callable[..., Any]


def test_what_dana_was_writing_is_there_when_she_comes_back_and_counts_for_nothing(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(), sign_in(cast.dana())
        page = f"/reviews/{review.pk}/1/"
        written = {"level": "2", "commentary": "Asked Ivy, and then", "seen": ""}
        assert client.post(f"{page}draft/", written).status_code == 204
        assert client.post(f"{page}draft/", written | {"commentary": "Asked Ivy and Tom"}).status_code == 204
        shown = client.get(page).content.decode()
        assert "Asked Ivy and Tom" in shown
        assert "This is what you were writing" in shown
        assert whole(review).score.answered == 0
        assert "Asked Ivy and Tom" not in sign_in(cast.hana()).get(page).content.decode()
        client.post(page, written | {"commentary": "Asked Ivy and Tom."})
        assert "This is what you were writing" not in client.get(page).content.decode()
        with acting_as(SystemActor("look")):
            assert not Draft.objects.exists()


def test_a_draft_can_be_forgotten_and_a_completed_review_takes_none(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(), sign_in(cast.dana())
        client.post(f"/reviews/{review.pk}/1/draft/", {"level": "1", "commentary": "Hm", "seen": ""})
        client.post(f"/reviews/{review.pk}/1/forget/")
        assert "This is what you were writing" not in client.get(f"/reviews/{review.pk}/1/").content.decode()
        answer_all(review)
        complete(review)
        assert client.post(f"/reviews/{review.pk}/1/draft/", {"commentary": "Late"}).status_code == 404


TWENTY = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment={}))
project.migrate()
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments import operations as places
from tutela.web.reviews import operations
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import list_statements
from tutela.web.reviews.models import Answer
actor, at = SystemActor("test"), datetime(2026, 11, 23, 8, tzinfo=UTC)
place = places.make_establishment(actor=actor, slug="oakfield", name="Oakfield", at=at)
some = {"actor": actor, "at": at, "establishment": place, "kind": "staff"}
people = [places.make_person(**some, given_name=f"P{n}").pk for n in range(20)]
framework = next(one for one in shelf.list_shipped() if one.id == "four-elements")
opened = {"establishment_id": place.pk, "person_id": people[0], "framework": framework}
review = operations.start_review(actor=actor, at=at, **opened)
names = [part.id for part in list_statements(framework)]
def save(number):
    from django.db import connections
    given = {"actor": actor, "at": at, "review": review, "person_id": people[number], "level": 2.0, "applies": True}
    for turn in range(2):
        statement, said = names[(number + turn) % 10], f"{number}:{turn}"
        seen = None
        while True:
            try:
                operations.answer(**given, statement=statement, commentary=said, seen=seen)
                break
            except operations.AnsweredMeanwhile as meanwhile:
                seen = meanwhile.newest.pk
    connections.close_all()
with ThreadPoolExecutor(20) as pool:
    list(pool.map(save, range(20)))
with acting_as(actor):
    print(*sorted(Answer.objects.values_list("commentary", flat=True)))
"""


def test_twenty_people_who_save_at_the_same_moment_lose_no_answer(tutela: Settings) -> None:
    told, _ = run(TWENTY, tutela.data, tutela.keys).communicate(timeout=120)
    assert told.split() == sorted(f"{number}:{turn}" for number in range(20) for turn in range(2))


def test_a_document_is_sealed_cited_by_the_next_answer_and_read_on_record(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(), sign_in(cast.dana())
        page = f"/reviews/{review.pk}/1/"
        content = b"All four signed on 2 September."
        day = {"effective_on_0": "2", "effective_on_1": "9", "effective_on_2": "2026"}
        sent = client.post(f"{page}file/", {"document": SimpleUploadedFile("roles.txt", content), **day})
        assert sent.url == page
        client.post(page, {"level": "2", "commentary": "See there.", "seen": ""})
        with acting_as(SystemActor("look")):
            kept = StatementFile.objects.get()
            newest = Answer.objects.get()
        assert (kept.sha256, kept.effective_on) == (hashlib.sha256(content).hexdigest(), date(2026, 9, 2))
        assert content not in bytes(kept.content)
        assert newest.cites == [kept.sha256]
        got = sign_in(cast.gwen()).get(f"/reviews/files/{kept.pk}/")
        assert (got.content, got["X-Content-Type-Options"]) == (content, "nosniff")
        assert sign_in(cast.eli()).get(f"/reviews/files/{kept.pk}/").status_code == 404
        assert "Cited" in client.get(page).content.decode()


def test_a_picture_is_no_document_and_the_page_says_so(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(), sign_in(cast.dana())
        bad = client.post(f"/reviews/{review.pk}/1/file/", {"document": SimpleUploadedFile("a.png", b"\x89PNG....")})
        assert "picture" in bad.content.decode().casefold()
        with acting_as(SystemActor("look")):
            assert not StatementFile.objects.exists()


def five_hundred() -> Framework:
    levels = tuple(Level(level=n, name=f"L{n}", text=f"Level {n} of it") for n in range(1, 5))
    sections = tuple(
        Part(
            id=f"s{s}",
            title=f"Section {s}",
            parts=tuple(
                Part(id=f"s{s}-{n}", title=f"Statement {s}.{n}", text="We do it.", assessed=True, levels=levels)
                for n in range(50)
            ),
        )
        for s in range(10)
    )
    return Framework(
        id="big", version="1", title="Big", source="A test", licence="CC0-1.0", scoring="average", parts=sections
    )


FOR_EVERY_PAGE = 6  # who asks and where (5), and the named contact in the foot


def test_a_page_of_one_statement_reads_nothing_of_the_four_hundred_and_ninety_nine_others(
    sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(five_hundred()), sign_in(cast.dana())
        client.get(f"/reviews/{review.pk}/2/")
        # the review, answers, draft, mappings, documents, actions, comments
        with django_assert_num_queries(FOR_EVERY_PAGE + 7):
            shown = client.get(f"/reviews/{review.pk}/250/")
        assert "Statement 4.49" in shown.content.decode()
        for number in (0, 501):
            assert client.get(f"/reviews/{review.pk}/{number}/").status_code == 404


def test_evidence_is_read_for_the_kinds_that_speak_to_a_statement_alone(
    sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(), sign_in(cast.dana())
        publish("monitoring.waiting", 6)
        publish("filters.canaries", 99)
        number = next(one.number for one in whole(review).statements if "monitoring.waiting" in one.part.evidence)
        client.get(f"/reviews/{review.pk}/{number}/")
        # three more for the evidence, and whether a framework that is mapped to this one was reviewed
        with django_assert_num_queries(FOR_EVERY_PAGE + 7 + 3 + 1) as read:
            shown = client.get(f"/reviews/{review.pk}/{number}/").content.decode()
        assert "6 serious alerts" in shown
        assert not any("filters.canaries" in one["sql"] for one in read.captured_queries)


def test_to_save_an_answer_reads_nothing_that_is_only_shown_and_holds_the_lock_for_five_statements(
    sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(five_hundred()), sign_in(cast.dana())
        client.get(f"/reviews/{review.pk}/2/")
        with django_assert_num_queries(FOR_EVERY_PAGE - 1 + 1 + 7) as sent:
            saved = client.post(f"/reviews/{review.pk}/250/", {"level": "1", "commentary": "Seen.", "seen": ""})
        assert saved.url == f"/reviews/{review.pk}/251/"
        begun, *locked, ended = [one["sql"] for one in sent.captured_queries][-7:]
        assert (begun.split()[0], ended.split()[0], len(locked)) == ("SAVEPOINT", "RELEASE", 5)


def test_the_review_before_stands_beside_this_one_and_all_of_them_over_time(
    sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    review = start()
    answer_all(review, 2)
    complete(review, AT)
    later = AT + timedelta(days=300)
    again = start(at=later)
    first = whole(again, at=later).statements[0]
    answer(again, first.part.id, 3, seen=first.answer.pk, at=later)
    with time_machine.travel(later + timedelta(hours=1), tick=False):
        client = sign_in(cast.gwen())
        client.get(f"/reviews/{again.pk}/")
        # the review with the one before, evidence (3: that a review was completed is known), answers of both, earlier
        # reviews and their answers, figures of others
        with django_assert_num_queries(FOR_EVERY_PAGE + 9):
            shown = client.get(f"/reviews/{again.pk}/").content.decode()
    assert "The review before" in shown
    assert "From review to review" in shown
    assert "What changed since the review before" in shown
    assert "Higher" in shown
    assert datetime(2026, 11, 23).strftime("%-d %B %Y") in shown
