"""Dana and others judge their school: levels with commentary, live evidence beside them, nothing lost."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import docx
import msgspec
import pypdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.templatetags.when import day
from tutela.web.evidence import operations as evidence
from tutela.web.evidence.rules import Figure
from tutela.web.reviews import operations, queries
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import Framework, Level, Part, list_statements
from tutela.web.reviews.models import Answer, Review

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SignIn = Callable[..., Any]


def shipped(name: str = "filtering-and-monitoring") -> Framework:
    return next(one for one in shelf.list_shipped() if one.id == name)


def start(framework: Framework | None = None, at: datetime = AT) -> Review:
    dana = cast.dana()
    return operations.start_review(
        actor=cast.acting(dana),
        at=at,
        establishment_id=cast.oakfield().pk,
        person_id=dana.pk,
        framework=framework or shipped(),
    )


def answer(review: Review, statement: str, level: float | None, person: Any = None, **more: Any) -> Answer:
    person = person or cast.dana()
    given = {"applies": level is not None, "commentary": "Asked three people.", "seen": None, "at": AT} | more
    return operations.answer(
        actor=cast.acting(person),
        review=review,
        person_id=person.pk,
        statement=statement,
        level=level,
        **given,
    )


def publish(kind: str, value: float, at: datetime = AT) -> None:
    place = cast.oakfield()
    figures = [Figure(kind=kind, value=value, as_at=at)]
    evidence.publish(actor=SystemActor("test", place.pk), at=at, establishment_id=place.pk, figures=figures)


def whole(review: Review, person: Any = None, at: datetime = AT) -> queries.Whole:
    actor = cast.acting(person or cast.dana())
    with acting_as(actor):
        return queries.read_review(actor, Review.visible_to(actor).get(pk=review.pk), at)


def resting_on_evidence(framework: Framework) -> tuple[str, str, float]:
    """A statement whose level 3 rests on a share, the kind, and the share it asks for."""
    for part in list_statements(framework):
        for level in part.levels:
            for bar in level.holds:
                if level.level == 3 and bar.at_least and bar.at_least > 1:
                    return part.id, bar.evidence, bar.at_least
    raise AssertionError


def test_a_review_pins_the_framework_word_for_word() -> None:
    review = start()
    read = whole(review)
    assert read.framework == shipped()
    assert (read.score.answered, read.score.level) == (0, None)
    with pytest.raises(operations.ReviewUnderWay):
        start()


@pytest.mark.requirement("S4.8")
def test_a_level_that_live_evidence_contradicts_is_challenged_until_the_facts_change() -> None:
    statement, kind, share = resting_on_evidence(shipped())
    review = start()
    publish(kind, share - 20)
    answer(review, statement, 3)
    (challenge, *_) = [one for one in whole(review).challenges if one.kind == kind]
    assert challenge.bearing == "contradicts"
    assert f"{share - 20:g}" in challenge.fact
    evidence.publish(
        actor=SystemActor("test", cast.oakfield().pk),
        at=AT + timedelta(hours=1),
        establishment_id=cast.oakfield().pk,
        figures=[Figure(kind=kind, value=share, as_at=AT + timedelta(hours=1))],
    )
    later = whole(review, at=AT + timedelta(hours=2))
    assert [one for one in later.challenges if one.kind == kind and one.statement == statement] == []


def test_the_paper_says_what_bears_a_level_out_and_of_which_day_it_is(sign_in: SignIn) -> None:
    statement, kind, share = resting_on_evidence(shipped())
    with time_machine.travel(AT, tick=False):
        review = start()
        answer(review, statement, 3)
        client = sign_in(cast.gwen())

        def cells() -> str:
            paper = docx.Document(io.BytesIO(client.get(f"/reviews/{review.pk}/word/").content))
            return " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)

        assert f"{day(AT)}: {share:g}" not in cells()
        publish(kind, share)
        assert f"On {day(AT)}: {share:g} %" in cells()
    read = whole(review)
    assert [as_at for _fact, as_at in read.list_proofs(next(one for one in read.statements if one.answer), AT)] == [AT]


def test_gwen_learns_no_small_number_from_what_speaks_against_a_level(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        part = next(part for part in list_statements(shipped()) if "monitoring.waiting" in part.evidence)
        publish("monitoring.waiting", 3)
        answer(review, part.id, 3)
        number = next(one.number for one in whole(review).statements if one.part.id == part.id)
        client = sign_in(cast.gwen())
        pages = [client.get(f"/reviews/{review.pk}/{page}").content.decode() for page in ("", f"{number}/")]
        paper = docx.Document(io.BytesIO(client.get(f"/reviews/{review.pk}/word/").content))
        pages.append(" ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells))
    for page in pages:
        assert "fewer than 5 serious alerts" in page.casefold()
        assert "3 serious alerts" not in page


def test_two_people_at_once_lose_nothing() -> None:
    review = start()
    statement = list_statements(shipped())[0].id
    first = answer(review, statement, 2)
    with pytest.raises(operations.AnsweredMeanwhile) as meanwhile:
        answer(review, statement, 3, cast.hana(), seen=None)
    assert meanwhile.value.newest == first
    answer(review, statement, 3, cast.hana(), seen=first.pk)
    dana = cast.acting(cast.dana())
    with acting_as(dana):
        assert [row.level for row in queries.list_answers(dana, review, statement)] == [3, 2]
    assert whole(review).statements[0].level.level == 3


def test_twenty_people_who_save_at_once_in_turn_lose_no_answer() -> None:
    review = start()
    for number, part in enumerate(list_statements(shipped())[:20]):
        answer(review, part.id, 1 + number % 4, cast.dana() if number % 2 else cast.hana())
    assert whole(review).score.answered == 20


def test_a_level_that_does_not_stand_there_is_refused() -> None:
    review = start()
    statement = list_statements(shipped())[0].id
    for wrong in (5, 2.5):
        with pytest.raises(operations.NotALevel):
            answer(review, statement, wrong)
    with pytest.raises(operations.NotALevel):
        answer(review, "gone", 1)


def complete(review: Review, at: datetime = AT) -> None:
    dana = cast.dana()
    operations.complete(actor=cast.acting(dana), at=at, review=review, person_id=dana.pk)


def answer_all(review: Review, level: float = 2) -> None:
    for one in whole(review).statements:
        if one.answer is None or one.answer.to_confirm:
            answer(review, one.part.id, level, seen=one.answer.pk if one.answer else None, at=AT + timedelta(hours=1))


def test_a_review_is_completed_when_everything_is_answered_and_takes_no_more_answers_then() -> None:
    review = start()
    with pytest.raises(operations.NotAllAnswered) as open_ones:
        complete(review)
    assert open_ones.value.missing == len(whole(review).statements)
    answer_all(review)
    complete(review)
    with pytest.raises(operations.ReviewCompleted):
        answer(review, list_statements(shipped())[0].id, 4)
    with pytest.raises(operations.ReviewCompleted):
        complete(review)


def test_moving_to_the_next_version_keeps_the_answers_and_says_which_to_confirm_and_why() -> None:
    review = start()
    answer_all(review)
    complete(review)
    now = shipped()
    section = now.parts[0]
    first = msgspec.structs.replace(section.parts[0], text="We do something else.")
    next_one = msgspec.structs.replace(
        now,
        version="2",
        parts=(msgspec.structs.replace(section, parts=(first, *section.parts[1:])), *now.parts[1:]),
    )
    later = start(next_one, AT + timedelta(days=365))
    read = whole(later, at=AT + timedelta(days=365))
    assert read.to_confirm == 1
    assert read.statements[0].answer.to_confirm == "The statement reads differently now."
    assert all(one.answer.carried_from_id for one in read.statements)
    assert read.sections[0].last.level == 2
    with pytest.raises(operations.NotAllAnswered):
        complete(later, AT + timedelta(days=365))
    answer_all(later, 3)
    complete(later, AT + timedelta(days=366))


def test_answers_are_carried_over_all_at_once_and_a_longer_scale_is_looked_at(
    django_assert_max_num_queries: Any,
) -> None:
    scale = tuple(Level(level=n, name=f"L{n}", text=f"It is {n}") for n in range(3))
    parts = tuple(Part(id=f"p{n}", title=f"P{n}", text="We do it.", assessed=True) for n in range(60))
    first = msgspec.structs.replace(shipped(), id="scaled", scale=scale, parts=(Part(id="s", title="S", parts=parts),))
    review = start(first)
    answer_all(review)
    complete(review)
    longer = (*scale, Level(level=3, name="L3", text="It is proved"))
    with django_assert_max_num_queries(30):
        later = start(msgspec.structs.replace(first, version="2", scale=longer), AT + timedelta(days=300))
    read = whole(later, at=AT + timedelta(days=300))
    assert read.to_confirm == 60
    assert read.statements[0].answer.to_confirm == "The levels read differently now."


def test_a_framework_with_a_fault_is_not_reviewed() -> None:
    for faulty, what in (({"licence": ""}, "licence"), ({"id": "x" * 301}, "longer than 300")):
        with pytest.raises(operations.UnusableFramework, match=what):
            start(msgspec.structs.replace(shipped(), **faulty))
    assert start(msgspec.structs.replace(shipped(), version="9" * 50, title="T" * 400)).framework.title == "T" * 300


def test_what_a_completed_review_takes_no_more_is_told_and_is_no_failure(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(), sign_in(cast.dana())
        answer_all(review)
        meanwhile = Review.visible_to(cast.acting(cast.dana())).select_related("framework", "establishment")
        still_open = meanwhile.get(pk=review.pk)
        complete(review)
        day = {"effective_on_0": "2", "effective_on_1": "9", "effective_on_2": "2026"}
        sent = {"document": SimpleUploadedFile("roles.txt", b"All four."), **day}
        with mock.patch("tutela.web.reviews.queries.get_review", return_value=still_open):
            answered = client.post(f"/reviews/{review.pk}/1/file/", sent)
            chosen = client.post(f"/reviews/{review.pk}/groups/", {"group": []})
        assert answered.url == f"/reviews/{review.pk}/1/"
        assert chosen.url == f"/reviews/{review.pk}/"
        shown = client.get(chosen.url).content.decode()
    assert "so this document was not kept" in shown
    assert "so nothing was changed" in shown


def test_actions_of_one_statement_are_not_those_of_another_whose_name_begins_so(sign_in: SignIn) -> None:
    levels = tuple(Level(level=n, name=f"L{n}", text=f"It is {n}", next=("Do it.",) * (n < 2)) for n in range(1, 3))
    parts = tuple(Part(id=name, title=name, text="We do it.", assessed=True, levels=levels) for name in ("1.1", "1.10"))
    long = Part(id="x" * 290, title="Long", text="We do it.", assessed=True, levels=levels)
    framework = msgspec.structs.replace(shipped(), id="dotted", parts=(Part(id="s", title="S", parts=(*parts, long)),))
    with time_machine.travel(AT, tick=False):
        review, client = start(framework), sign_in(cast.dana())
        for number in (2, 3):
            client.post(f"/reviews/{review.pk}/{number}/", {"level": "0", "commentary": "", "seen": ""})
            made = client.post(f"/reviews/{review.pk}/{number}/act/", {"step": "0"}).url
            assert made in client.get(f"/reviews/{review.pk}/{number}/").content.decode()
        assert "Actions that came of this" not in client.get(f"/reviews/{review.pk}/1/").content.decode()


@pytest.mark.requirement("S0.5")
def test_choosing_a_level_shows_the_exact_next_steps_and_accepting_one_makes_it_an_action(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        client = sign_in(cast.dana())
        client.post("/reviews/start/", {"framework": "filtering-and-monitoring"})
        with acting_as(SystemActor("look")):
            review = Review.objects.get()
        answered = client.post(f"/reviews/{review.pk}/1/", {"level": "1", "commentary": "Asked Ivy.", "seen": ""})
        assert answered.url == f"/reviews/{review.pk}/2/"
        page = client.get(f"/reviews/{review.pk}/1/").content.decode()
        step, *_ = list_statements(shipped())[0].levels[1].next
        assert step.split("’")[0][:40] in page
        accepted = client.post(f"/reviews/{review.pk}/1/act/", {"step": "0"})
        again = client.post(f"/reviews/{review.pk}/1/act/", {"step": "0"})
        assert accepted.url == again.url
        assert "Make this an action" not in client.get(accepted.url).content.decode()
        assert accepted.url in client.get(f"/reviews/{review.pk}/1/").content.decode()
        assert client.post(f"/reviews/{review.pk}/1/act/", {"step": "99"}).url == f"/reviews/{review.pk}/1/"


def test_whoever_says_that_something_does_not_apply_says_why(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        client = sign_in(cast.hana())
        page = client.post(f"/reviews/{review.pk}/1/", {"level": "none", "commentary": "", "seen": ""})
        assert "Say why this does not apply" in page.content.decode()
        client.post(f"/reviews/{review.pk}/1/", {"level": "none", "commentary": "We have none.", "seen": ""})
        assert "Does not apply" in client.get(f"/reviews/{review.pk}/").content.decode()


def test_somebody_elses_answer_is_shown_and_mine_is_not_lost(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        answer(review, list_statements(shipped())[0].id, 2, commentary="Dana was here.")
        client = sign_in(cast.hana())
        page = client.post(f"/reviews/{review.pk}/1/", {"level": "2", "commentary": "Mine.", "seen": ""})
        text = page.content.decode()
        assert "Somebody else has answered meanwhile" in text
        assert "Dana was here." in text
        assert "Mine." in text


@pytest.mark.parametrize(
    ("person", "starts"), [(cast.dana, True), (cast.hana, True), (cast.ivy, True), (cast.gwen, False)]
)
def test_who_reviews_and_who_reads(person: Any, starts: bool, sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        client = sign_in(person())
        assert client.get("/reviews/").status_code == 200
        assert client.get(f"/reviews/{review.pk}/").status_code == 200
        assert ("Which of these describes us?" in client.get(f"/reviews/{review.pk}/1/").content.decode()) is starts
        posted = client.post(f"/reviews/{review.pk}/1/", {"level": "1", "commentary": "", "seen": ""})
        assert posted.status_code == (302 if starts else 404)


def test_the_outsider_finds_nothing(sign_in: SignIn) -> None:
    review = start()
    assert sign_in(cast.eli()).get(f"/reviews/{review.pk}/").status_code == 404
    assert sign_in(cast.tom()).get("/reviews/").status_code == 404


def test_the_paper_for_the_board_is_a_pdf(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        answer(review, list_statements(shipped())[0].id, 3)
        got = sign_in(cast.gwen()).get(f"/reviews/{review.pk}/paper/")
        assert got["Content-Type"] == "application/pdf"
        assert got.content.startswith(b"%PDF")
    words = " ".join(pypdf.PdfReader(io.BytesIO(got.content)).pages[0].extract_text().split())
    assert "Made with Tutela, 23 November 2026" in words
    assert "for Gwen Price" in words


def test_the_paper_for_the_board_comes_for_word_with_the_same_tables(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        first = list_statements(shipped())[0]
        answer(review, first.id, 3)
        got = sign_in(cast.gwen()).get(f"/reviews/{review.pk}/word/")
    document = docx.Document(io.BytesIO(got.content))
    assert document.core_properties.title == f"{shipped().title} – Oakfield Academy"
    assert document.paragraphs[1].text == shipped().title
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert any(row[:2] == [first.title, "In place"] for row in rows)


def test_what_was_brought_in_is_offered_without_being_read(sign_in: SignIn) -> None:
    brought = msgspec.structs.replace(shipped(), id="urn:x:framework:y", title="Brought in", origin="ciso-assistant")
    operations.keep_framework(actor=SystemActor("import"), at=AT, framework=brought)
    with time_machine.travel(AT, tick=False):
        client = sign_in(cast.dana())
        assert "Brought in from elsewhere" in client.get("/reviews/").content.decode()
        begun = client.post("/reviews/start/", {"framework": "urn:x:framework:y"})
        assert client.get(begun.url).status_code == 200
        assert client.post("/reviews/start/", {"framework": "gone"}).url == "/reviews/"
