"""Who owes which training at Oakfield, what was finished, and what the figures say of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.web.pages import parts, words_of
from tutela.web.core.actor import SystemActor
from tutela.web.education import operations, proofs, queries
from tutela.web.education.models import Training
from tutela.web.education.rules import sheet
from tutela.web.education.rules import training as rules
from tutela.web.education.shipped.training import Course, list_courses
from tutela.web.establishments.models import Person

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COURSE = Course(id="c", title="C", text="T", owed_by=("staff",), counts_days=365)


def noted(person: Person, course: str = "safeguarding-online", on: date = date(2026, 9, 1), **more: Any) -> Training:
    return operations.note_training(
        actor=cast.acting(cast.dana()), at=AT, establishment=cast.oakfield(), person_id=person.pk, course=course,
        done_on=on, **more,
    )  # fmt: skip


def figures() -> dict[str, float]:
    return {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), AT)}


def test_a_course_counts_until_its_year_or_its_certificate_is_over() -> None:
    done = date(2025, 9, 1)
    assert rules.until(COURSE, done) == date(2026, 9, 1)
    assert rules.until(COURSE, done, date(2026, 1, 1)) == date(2026, 1, 1)
    assert rules.stand(COURSE, [(done, None)], date(2026, 8, 31)).state == rules.SOON_OVER
    assert rules.stand(COURSE, [(done, None)], date(2026, 9, 1)).state == rules.OVER
    assert rules.stand(COURSE, [(date(2026, 9, 2), None)], date(2026, 9, 1)).state == rules.NEVER
    assert rules.stand(COURSE, [(done, None), (done + timedelta(days=300), None)], date(2026, 9, 1)).counts


def test_of_nobody_there_is_no_share() -> None:
    assert rules.share([]) is None
    assert rules.share([[], [rules.Owed(COURSE, None, None, rules.NEVER)]]) == 50


def test_every_course_of_the_library_is_owed_by_somebody_we_know() -> None:
    assert all(course.owed_by and set(course.owed_by) <= rules.ROLES.keys() for course in list_courses().values())


def test_the_figures_follow_what_was_finished_and_a_partners_tutor_is_counted() -> None:
    dana, gwen, ria = cast.dana(), cast.gwen(), cast.ria()
    assert figures() == {}, "nobody keeps training here yet"
    for person in (dana, ria):
        noted(person)
    assert figures() == {"training.staff": 0, "training.governors": 0, "training.leads": 0, "training.prevent": 0}
    for person in (dana, ria):
        noted(person, "prevent")
    noted(ria, "cyber-basics")
    noted(gwen, "cyber-basics")
    noted(gwen, "governing-safeguarding")
    assert figures() == {"training.staff": 50, "training.governors": 100, "training.leads": 0, "training.prevent": 100}
    owing = queries.get_owing(SystemActor("test"), cast.oakfield(), ria.pk, at=AT)
    assert owing is not None
    assert owing.is_partner


def test_dana_notes_a_course_with_its_certificate_and_strikes_a_mistake(sign_in: SignIn) -> None:
    client, tom = sign_in(cast.dana()), cast.tom()
    assert "Tom Reed" in words_of(client.get("/training/people/"))
    sent = {"course": "prevent", "provider": "The authority", "certificate_with": "The office"}
    page = words_of(client.post(f"/training/people/{tom.pk}/note/", sent))
    assert "Enter the day" in page
    client.post(f"/training/people/{tom.pk}/note/", sent | parts("done_on", -10))
    assert "This is noted already" in words_of(
        client.post(f"/training/people/{tom.pk}/note/", sent | parts("done_on", -10))
    )
    page = words_of(client.get(f"/training/people/{tom.pk}/"))
    assert "The certificate is with: The office" in page
    row = Training._base_manager.get()
    client.post(f"/training/entries/{row.pk}/strike/", {"reason": "It was Tim."})
    assert "It was Tim." in words_of(client.get(f"/training/people/{tom.pk}/"))
    assert figures() == {}


def test_tom_sees_his_own_and_gwen_numbers_without_names(sign_in: SignIn) -> None:
    tom = cast.tom()
    noted(tom)
    assert "Safeguarding, with life online" in words_of(sign_in(tom).get("/my-part/training/"))
    assert sign_in(tom).get(f"/training/people/{tom.pk}/").status_code == 404
    page = words_of(sign_in(cast.gwen()).get("/training/"))
    assert "Governing safeguarding" in page
    assert "Reed" not in page
    assert sign_in(cast.leo()).get("/my-part/training/").status_code == 404


def test_eli_of_another_school_notes_nothing_about_tom() -> None:
    with pytest.raises(Http404):
        operations.note_training(
            actor=cast.acting(cast.eli()), at=AT, establishment=cast.oakfield(), person_id=cast.tom().pk,
            course="prevent", done_on=date(2026, 9, 1),
        )  # fmt: skip


def test_a_list_is_taken_in_whole_or_not_at_all_and_twice_is_once(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    cast.tom()
    head = "person,course,done\n"
    wrong = words_of(
        client.post("/training/take-in/", {"rows": head + "tom,prevent,1/9/2026\nnobody,prevent,1/9/2026"})
    )
    assert "Line 3: nobody who owes training is called “nobody”" in wrong
    assert "Line 2: “knitting” is no course here" in words_of(
        client.post("/training/take-in/", {"rows": head + "tom,knitting,1/9/2026"})
    )
    assert "“31/2/2026” is no day" in words_of(
        client.post("/training/take-in/", {"rows": head + "tom,prevent,31/2/2026"})
    )
    assert "names no column “course”" in words_of(client.post("/training/take-in/", {"rows": "person,done\ntom,x"}))
    assert not Training._base_manager.exists()
    right = {"rows": head + "Tom Reed,Prevent,2026-09-01\n"}
    assert "One entry is new." in words_of(client.post("/training/take-in/", right, follow=True))
    assert "One was noted before." in words_of(client.post("/training/take-in/", right, follow=True))
    assert Training._base_manager.get().person == cast.tom()


def test_what_is_too_long_in_a_list_is_said_and_never_cut(sign_in: SignIn) -> None:
    client, tom = sign_in(cast.dana()), cast.tom()
    head = "person,course,done,provider,certificate with\n"
    long, fits = "a" * 161, "b" * 160
    said = words_of(client.post("/training/take-in/", {"rows": f"{head}tom,prevent,1/9/2026,{long},{long}"}))
    assert "Line 2: “provider” has 161 letters. Shorten it to 160." in said
    assert "Line 2: “certificate with” has 161 letters. Shorten it to 160." in said
    assert not Training._base_manager.exists()
    client.post("/training/take-in/", {"rows": f"{head}tom,prevent,1/9/2026,{fits},{fits}"})
    row = Training._base_manager.get(person=tom)
    assert (row.provider, row.certificate_with) == (fits, fits)


def test_however_long_a_list_is_who_owes_what_is_asked_once() -> None:
    tom, dana = cast.tom(), cast.acting(cast.dana())
    rows = [(n, sheet.Row("tom", "prevent", date(2026, 9, n), None, "", "")) for n in range(2, 6)]
    with CaptureQueriesContext(connection) as asked:
        taken = operations.take_in_training(actor=dana, at=AT, establishment=cast.oakfield(), rows=rows)
    assert (taken.new, Training._base_manager.filter(person=tom).count()) == (4, 4)
    assert sum('FROM "establishments_roleholding"' in one["sql"] for one in asked) == 1
    with pytest.raises(Http404):
        operations.take_in_training(actor=cast.acting(tom), at=AT, establishment=cast.oakfield(), rows=rows)


@pytest.mark.parametrize(
    ("said", "day"),
    [("2026-09-04", date(2026, 9, 4)), ("4/9/2026", date(2026, 9, 4)), ("04.09.2026", date(2026, 9, 4)),
     ("4 9 2026", date(2026, 9, 4)), ("04/09/2026 00:00", date(2026, 9, 4)), ("9-4-26", None), ("", None),
     ("30/2/2026", None)],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written_here(said: str, day: date | None) -> None:
    assert sheet.read_day(said) == day
