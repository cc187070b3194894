"""Ivy is asked without a name, a mark is described without a picture, and Dana has somebody to talk with."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody, version_of
from tests.web.concerns.test_cases import read
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import BodyMark, ColleagueAsked, SafeguardingCase, Supervision
from tutela.web.concerns.queries.body import place_of
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core.models import OutboxMessage

SignIn = Callable[..., Client]
DAY = date(2026, 11, 24)


def ask(case: SafeguardingCase, question: str = "Which device had that address?", **more: Any) -> ColleagueAsked:
    given: dict[str, Any] = {"kind": "technical", "asked_id": cast.ivy().pk, "due_on": DAY}
    return operations.ask_colleague(
        actor=cast.acting(cast.dana()),
        case_id=case.pk,
        version=version_of(case.pk),
        question=question,
        at=AT,
        **(given | more),
    )


@pytest.mark.requirement("S4.10")
def test_ivy_is_asked_in_words_that_name_nobody_and_sees_nothing_else() -> None:
    case = a_case(a_concern(somebody(cast.leo()), named("A man called Jasper")))
    for question in ("What did Leo’s laptop open?", "Who is jasper?"):
        with pytest.raises(NotAllowed, match="Take the name out"):
            ask(case, question)
    row = ask(case)
    ivy = cast.acting(cast.ivy())
    asked = queries.read_asked(actor=ivy, question_id=row.pk, at=AT)
    assert (asked.question, asked.by) == ("Which device had that address?", "Dana Shah")
    assert not SafeguardingCase.visible_to(ivy).exists()
    for outsider in (cast.tom(), cast.eli()):
        with pytest.raises(Http404):
            queries.read_asked(actor=cast.acting(outsider), question_id=row.pk, at=AT)
    operations.answer_colleague(actor=ivy, question_id=row.pk, answer="The fourth of the library.", at=AT)
    with pytest.raises(NotAllowed, match="already"):
        operations.answer_colleague(actor=ivy, question_id=row.pk, answer="The fifth.", at=AT)
    said = [moment.text for moment in read(case).chronology if moment.kind == "colleague-said"]
    assert said == ["The fourth of the library."]
    assert {message.kind for message in OutboxMessage.objects.filter(recipient=cast.dana().email)} >= {
        "concern.colleague-said"
    }
    assert not any("address" in message.body for message in OutboxMessage.objects.filter(recipient=cast.ivy().email))


def test_a_name_is_given_only_to_whoever_needs_it_and_nobody_of_the_case_is_asked() -> None:
    case = a_case(a_concern(somebody(cast.leo()), somebody(cast.tom(), "bystander"), by=cast.sue()))
    ask(case, "Please keep an eye on Leo at the gate.", kind="watch", asked_id=cast.sue().pk, needs_name=True)
    with pytest.raises(NotAllowed, match="in the case themselves"):
        ask(case, asked_id=cast.tom().pk)
    with pytest.raises(NotAllowed, match="Select a colleague"):
        ask(case, asked_id=cast.mia().pk)


def mark(case: SafeguardingCase, **more: Any) -> BodyMark:
    someone = queries.read_people(actor=cast.acting(cast.dana()), case_id=case.pk, at=AT).people[0]
    given: dict[str, Any] = {"part": "forearm", "view": "front", "side": "left", "what": "A bruise like a coin, blue."}
    return operations.mark_body(
        actor=cast.acting(cast.dana()),
        case_id=case.pk,
        version=version_of(case.pk),
        involved_id=someone.involved_id,
        seen_by="Tom Reed",
        seen_at=AT - timedelta(hours=3),
        at=AT,
        **(given | more),
    )


def test_a_mark_is_described_where_and_when_it_was_seen_and_sealed() -> None:
    case = a_case()
    row = mark(case)
    mark(case, part="chin", side="", what="A scratch.")
    for wrong, message in (
        ({"side": ""}, "left or right"),
        ({"part": "nose"}, "no left or right"),
        ({"part": "nose", "side": "", "view": "back"}, "other view"),
        ({"what": " "}, "what was to be seen"),
        ({"part": "wing"}, "a part of the body"),
    ):
        with pytest.raises(NotAllowed, match=message):
            mark(case, **wrong)
    assert b"bruise" not in bytes(row.sealed_mark)
    marks = queries.read_body(actor=cast.acting(cast.dana()), case_id=case.pk, at=AT).marks
    assert [(one.part, one.side, one.seen_at) for one in marks] == [
        ("Forearm", "left", AT - timedelta(hours=3)),
        ("Chin or jaw", "", AT - timedelta(hours=3)),
    ]
    with pytest.raises(Http404):
        queries.read_body(actor=cast.acting(cast.tom()), case_id=case.pk, at=AT)


def test_somebodys_right_is_on_the_left_of_the_page_and_the_other_way_round_from_behind() -> None:
    right, left = place_of("hand", "front", "right")[0], place_of("hand", "front", "left")[0]
    assert right < 100 < left
    assert right + left == 200
    assert place_of("hand", "back", "right")[0] == left
    assert place_of("nose", "front", "")[0] == 100


@pytest.mark.requirement("S3.21")
def test_supervision_is_noted_and_read_by_the_two_who_were_there() -> None:
    def note(**more: Any) -> Supervision:
        given: dict[str, Any] = {
            "held_on": date(2026, 11, 19),
            "notes": "I slept badly.",
            "supervisor_id": cast.hana().pk,
        }
        return operations.note_supervision(actor=cast.acting(cast.dana()), at=AT, **(given | more))

    note(next_on=date(2026, 12, 17))
    note(supervisor_id=None, supervisor_name="Robin Vale of the authority", held_on=date(2026, 10, 1))
    for wrong in (
        {"supervisor_id": cast.dana().pk},
        {"supervisor_id": None},
        {"held_on": date(2026, 11, 21)},
        {"next_on": date(2026, 11, 19)},
    ):
        with pytest.raises(NotAllowed):
            note(**wrong)

    def seen(person: Any) -> list[str]:
        return [one.supervisor for one in queries.read_supervisions(actor=cast.acting(person), at=AT)]

    assert seen(cast.dana()) == ["Hana Novak", "Robin Vale of the authority"]
    assert seen(cast.hana()) == ["Hana Novak"]
    assert seen(cast.dev()) == []
    assert b"slept" not in bytes(Supervision._base_manager.first().sealed_notes)


def test_the_pages_of_asking_describing_and_supervision(sign_in: SignIn) -> None:
    case = a_case()
    client, home = sign_in(cast.dana()), f"/concerns/cases/{case.pk}/"
    due = {"due_on_0": "24", "due_on_1": "11", "due_on_2": "2026"}
    answers = {"version": version_of(case.pk), "kind": "technical", "asked": str(cast.ivy().pk), **due}
    page = client.post(f"{home}ask/", {**answers, "question": "What did Leo open?"}).content.decode()
    assert "Take the name out" in page
    assert client.post(f"{home}ask/", {**answers, "question": "Which device was it?"}).status_code == 302
    row = ColleagueAsked._base_manager.get()
    ivy = sign_in(cast.ivy())
    assert "To answer" in ivy.get("/asked-of-you/").content.decode()
    page = ivy.get(f"/asked-of-you/{row.pk}/").content.decode()
    assert "Which device was it?" in page
    assert "Leo" not in page
    assert ivy.post(f"/asked-of-you/{row.pk}/", {"text": "The fourth."}).status_code == 302
    assert sign_in(cast.tom()).get(f"/asked-of-you/{row.pk}/").status_code == 404
    someone = queries.read_people(actor=cast.acting(cast.dana()), case_id=case.pk, at=AT).people[0]
    on = {"on_0": "19", "on_1": "11", "on_2": "2020", "clock": "9:15am"}
    answers = {"version": version_of(case.pk), "person": str(someone.involved_id), "part": "eye", "side": "right"}
    answers |= {"view": "front", "what": "Blue and swollen.", "seen_by": "Sue", **on}
    assert client.post(f"{home}body/add/", answers).status_code == 302
    page = client.get(f"{home}body/").content.decode()
    assert "Blue and swollen." in page
    assert "<circle" in page
    on = {"held_on_0": "19", "held_on_1": "11", "held_on_2": "2020"}
    answers = {"supervisor": "other", "notes": "It was a hard month.", **on}
    assert "Enter their name" in client.post("/concerns/supervision/add/", answers).content.decode()
    answers["supervisor_name"] = "Robin Vale"
    assert client.post("/concerns/supervision/add/", answers).status_code == 302
    assert "It was a hard month." in client.get("/concerns/supervision/").content.decode()
