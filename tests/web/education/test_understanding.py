"""Who at Oakfield is trained in what, what they understood of it, and short courses for everybody who is no teacher."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from tests import cast
from tests.web.engagement.scenes import people
from tests.web.pages import parts, words_of
from tutela.web.education import operations, queries
from tutela.web.education.models import PathwayOnPaper, Training, Understanding
from tutela.web.education.operations.refusals import MoreThanPeople, NotOffered
from tutela.web.education.rules import understanding as rules
from tutela.web.education.shipped.training import get_training, list_courses, list_pathways, list_units
from tutela.web.establishments.models import Person

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def right_answers(part: str) -> dict[str, str]:
    found = list_courses().get(part) or list_units()[part]
    return {f"q{number}": str(one.right) for number, one in enumerate(found.questions)}


def wrong_answers(part: str) -> dict[str, str]:
    found = list_courses().get(part) or list_units()[part]
    return {f"q{number}": str(one.right % len(one.answers) + 1) for number, one in enumerate(found.questions)}


def finished(person: Person, course: str, **more: Any) -> Training:
    return operations.note_training(
        actor=cast.acting(cast.dana()), at=AT, establishment=cast.oakfield(), person_id=person.pk, course=course,
        done_on=date(2026, 9, 1), **more,
    )  # fmt: skip


def test_every_course_and_unit_asks_three_questions_whose_answer_is_not_always_in_one_place() -> None:
    training = get_training()
    for part in (*training.courses, *training.units):
        assert len(part.questions) == 3, part.id
        assert len({one.right for one in part.questions}) > 1, part.id
    for unit in training.units:
        assert unit.text, unit.id


@pytest.mark.requirement("S3.37")
def test_the_topics_are_all_forms_of_abuse_and_the_courses_of_staff_cover_each() -> None:
    topics = {one.id for one in get_training().topics}
    assert {"bullying", "emotional-abuse", "image-sharing", "sexual-abuse", "exploitation"} <= topics
    covered = {topic for one in list_courses().values() if "staff" in one.owed_by for topic in one.covers}
    assert covered == topics


@pytest.mark.requirement("S3.37")
def test_dana_sees_who_is_trained_in_which_form_of_abuse(sign_in: SignIn) -> None:
    tom, ria = cast.tom(), cast.ria()
    finished(tom, "safeguarding-online", left_out=["image-sharing"])
    finished(ria, "prevent")
    found = {one.person: one.topics for one in queries.list_trained(cast.acting(cast.dana()), cast.oakfield(), at=AT)}
    assert "bullying" in found[tom]
    assert "image-sharing" not in found[tom], "the course left it out that time"
    assert found[ria] == {"radicalisation"}
    assert found[cast.dana()] == frozenset()
    counted, staff = queries.count_by_topic(cast.oakfield(), at=AT)
    assert dict(counted)["Radicalisation"] == 1
    assert staff == len(found)
    later = datetime(2027, 9, 2, tzinfo=UTC)
    assert dict(queries.count_by_topic(cast.oakfield(), at=later)[0])["Bullying, online too"] == 0
    page = words_of(sign_in(cast.dana()).get("/training/topics/"))
    assert "Sharing intimate pictures" in page
    assert "Tom Reed" in page
    assert sign_in(cast.gwen()).get("/training/topics/").status_code == 404
    gwens = words_of(sign_in(cast.gwen()).get("/training/"))
    assert "Sharing intimate pictures" in gwens
    assert "Reed" not in gwens


def test_dana_notes_what_a_course_left_out(sign_in: SignIn) -> None:
    client, tom = sign_in(cast.dana()), cast.tom()
    sent = {"course": "safeguarding-online", "left_out": ["bullying", "home"]} | parts("done_on", -10)
    client.post(f"/training/people/{tom.pk}/note/", sent)
    assert Training._base_manager.get().left_out == ["bullying", "home"]
    with pytest.raises(NotOffered):
        finished(tom, "prevent", left_out=["knitting"])


@pytest.mark.requirement("S2.8")
def test_who_finished_and_who_understood_is_said_for_each_role(sign_in: SignIn) -> None:
    six = people("teacher", 6)
    for number, person in enumerate(six):
        client = sign_in(person)
        assert "Answer three questions about it" in words_of(client.get("/my-part/training/"))
        said = (right_answers if number else wrong_answers)("prevent")
        page = words_of(client.post("/pathways/prevent/", said))
        assert ("3 of 3 were right" if number else "0 of 3 were right") in page
    sign_in(six[0]).post("/pathways/prevent/", right_answers("prevent"))
    for course in ("safeguarding-online", "prevent", "cyber-basics"):
        finished(six[1], course)
    found = {one.role: one for one in queries.list_roles(cast.oakfield(), at=AT)}
    teachers = found["teacher"]
    assert (teachers.people, teachers.whole, teachers.answered, teachers.understood) == (6, 1, 6, 5), "the first try"
    cast.ivy()
    page = words_of(sign_in(cast.gwen()).get("/training/"))
    row = page[page.index("By role") :]
    assert "Teacher" in row
    assert "A dash stands where fewer than five people hold a role" in row


def test_what_one_person_understood_nobody_sees(sign_in: SignIn) -> None:
    ivy = sign_in(cast.ivy())
    ivy.post("/pathways/prevent/", wrong_answers("prevent"))
    (it,) = [one for one in queries.list_roles(cast.oakfield(), at=AT) if one.role == "it"]
    assert it.is_small
    assert [one.is_small for one in rules.of_roles([(("a",), True, [(3, 3)])] * 5)] == [False]
    page = words_of(sign_in(cast.dana()).get("/training/"))
    assert re.search(r"IT [^–]*1 [^–]*0 [^–]*1 [^–]*–", page[page.index("By role") :]), "answered, and not how well"
    assert Understanding.visible_to(cast.acting(cast.dana())).count() == 0
    assert Understanding.visible_to(cast.acting(cast.ivy())).count() == 1


@pytest.mark.requirement("S2.12")
def test_there_is_a_pathway_for_everybody_who_is_no_teacher() -> None:
    found = list_pathways()
    assert found.keys() == {"governors", "parents", "caretakers", "volunteers", "subcontractors"}
    assert all(one.units for one in found.values())


@pytest.mark.requirement("S2.12")
@pytest.mark.parametrize(
    ("who", "unit"),
    [("gwen", "asking-well"), ("pat", "at-home"), ("sue", "left-open"), ("ria", "partners-report")],
)
def test_each_finds_their_own_short_course_and_goes_it(sign_in: SignIn, who: str, unit: str) -> None:
    client = sign_in(getattr(cast, who)())
    assert list_units()[unit].title in words_of(client.get("/pathways/"))
    page = f"/pathways/{unit}/"
    assert "Select an answer" in words_of(client.post(page, {}))
    assert "3 of 3 were right" in words_of(client.post(page, right_answers(unit)))
    assert "Done" in words_of(client.get("/pathways/"))
    assert Understanding._base_manager.get().part == unit


@pytest.mark.requirement("S2.12")
def test_volunteers_without_an_account_go_theirs_on_paper(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    sheet = client.get("/pathways/volunteers/sheet/")
    assert sheet.content.startswith(b"%PDF")
    assert "Which answers are right" in words_of(client.get("/pathways/volunteers/on-paper/"))
    page = "/pathways/volunteers/on-paper/"
    sent = {"people": "7", "understood": "8", "kept": "The office"} | parts("done_on", -1)
    assert "No more people can have understood it" in words_of(client.post(page, sent))
    client.post(page, sent | {"understood": "6"})
    row = PathwayOnPaper._base_manager.get()
    assert (row.people, row.understood, row.by) == (7, 6, cast.dana())
    (gone,) = queries.list_gone(cast.oakfield(), [list_pathways()["volunteers"]], at=AT)
    assert (gone.on_paper, gone.understood_on_paper) == (7, 6)
    with pytest.raises(MoreThanPeople):
        operations.note_on_paper(
            actor=cast.acting(cast.dana()), at=AT, establishment=cast.oakfield(), pathway="volunteers", people=1,
            understood=2, done_on=date(2026, 9, 1), kept="x",
        )  # fmt: skip


def test_how_far_governors_are_is_counted_and_few_are_held_back(sign_in: SignIn) -> None:
    gwen = sign_in(cast.gwen())
    for unit in list_pathways()["governors"].units:
        gwen.post(f"/pathways/{unit}/", right_answers(unit))
    (gone,) = queries.list_gone(cast.oakfield(), [list_pathways()["governors"]], at=AT)
    assert (gone.done, gone.understood, gone.is_small) == (1, 1, True)
    assert "A dash stands where fewer than five" in words_of(gwen.get("/pathways/"))


def test_leo_has_no_such_page_and_pat_reads_only_her_own(sign_in: SignIn) -> None:
    assert sign_in(cast.leo()).get("/pathways/").status_code == 404
    pat = sign_in(cast.pat())
    assert pat.get("/pathways/asking-well/").status_code == 404
    assert pat.get("/pathways/prevent/").status_code == 404
    assert "How far people are" not in words_of(pat.get("/pathways/"))


def test_nobody_answers_half_or_notes_sheets_that_are_not_theirs_to_count() -> None:
    with pytest.raises(NotOffered):
        operations.answer_part(
            actor=cast.acting(cast.tom()), at=AT, establishment=cast.oakfield(), part="contact", said={0: 1}
        )
    with pytest.raises(Http404):
        operations.note_on_paper(
            actor=cast.acting(cast.tom()), at=AT, establishment=cast.oakfield(), pathway="volunteers", people=1,
            understood=1, done_on=date(2026, 9, 1), kept="x",
        )  # fmt: skip
