"""After the end: looked at again on set days, opened again when it comes back, learned from, and linked."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, ready_to_close, somebody, version_of
from tests.web.concerns.test_cases import close, read
from tutela.web.actions.models import Action
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import CheckAfter, SafeguardingCase
from tutela.web.concerns.operations import GroupSupportGiven, Support
from tutela.web.concerns.rules import NotAllowed, aftercare, names
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import ParentLink, Person

SignIn = Callable[..., Client]
CLOSED_ON = date(2026, 11, 20)


def ended(case: SafeguardingCase | None = None, **more: Any) -> SafeguardingCase:
    case = case or a_case()
    ready_to_close(case.pk)
    close(case, **more)
    return case


def answer(case: SafeguardingCase, *, is_fine: bool, words: str = "Leo says that it stopped.", number: int = 0) -> None:
    check = CheckAfter._base_manager.filter(case=case).order_by("due_on")[number]
    operations.answer_check(
        actor=cast.acting(cast.dana()),
        case_id=case.pk,
        version=version_of(case.pk),
        check_id=check.pk,
        is_fine=is_fine,
        words=words,
        at=AT + timedelta(days=14),
    )


def remind(days: int) -> int:
    return operations.remind_of_checks(actor=SystemActor("test"), at=AT + timedelta(days=days))


def test_a_check_on_a_weekend_waits_for_monday() -> None:
    assert aftercare.due_dates(CLOSED_ON, [("a", 14), ("b", 15), ("c", 17)]) == [
        ("a", date(2026, 12, 4)),
        ("b", date(2026, 12, 7)),
        ("c", date(2026, 12, 7)),
    ]


@pytest.mark.requirement("S3.39")
def test_a_closed_case_is_looked_at_again_on_set_days_and_dana_is_told_once_for_each() -> None:
    case = ended()
    checks = read(case).checks
    assert [check.due_on for check in checks] == [date(2026, 12, 4), date(2027, 1, 1), date(2027, 2, 19)]
    assert remind(13) == 0
    assert [remind(14), remind(14), remind(15)] == [1, 0, 0]
    told = OutboxMessage.objects.filter(kind="concern.check-due")
    assert [message.recipient for message in told] == [cast.dana().email]
    assert "Leo" not in told.get().body
    assert queries.list_due_checks(cast.acting(cast.dana()), date(2026, 12, 4)) == [
        (case.pk, case.number, date(2026, 12, 4))
    ]
    assert queries.list_due_checks(cast.acting(cast.eli()), date(2026, 12, 4)) == []
    answer(case, is_fine=True)
    assert queries.list_due_checks(cast.acting(cast.dana()), date(2026, 12, 4)) == []
    assert read(case).is_closed
    with pytest.raises(NotAllowed, match="answered already"):
        answer(case, is_fine=True)


@pytest.mark.requirement("S3.39")
def test_where_it_is_not_well_the_case_opens_again_and_its_other_checks_rest() -> None:
    case = ended()
    with pytest.raises(NotAllowed, match="how you know"):
        answer(case, is_fine=False, words=" ")
    answer(case, is_fine=False, words="It began again in a new chat.")
    assert not read(case).is_closed
    assert remind(300) == 0
    close(case)
    assert len(read(case).checks) == 3
    assert CheckAfter._base_manager.filter(case=case).count() == 6


@pytest.mark.requirement("S3.39")
def test_a_new_concern_about_the_same_people_proposes_to_open_the_case_again_and_a_person_decides() -> None:
    case = ended()
    concern = a_concern(somebody(cast.leo()), named("A friend"))
    [earlier] = queries.list_earlier(cast.acting(cast.dana()), concern.pk)
    assert (earlier.number, earlier.is_closed, earlier.names) == (case.number, True, ("Leo Marsh",))
    assert read(case).is_closed
    assert queries.list_earlier(cast.acting(cast.hana()), concern.pk) == []
    operations.add_to_case(actor=cast.acting(cast.dana()), case_id=case.pk, concern_id=concern.pk, version=0, at=AT)
    assert not read(case).is_closed
    assert queries.list_earlier(cast.acting(cast.dana()), concern.pk) == []


def test_a_brother_or_sister_who_is_in_a_case_is_shown() -> None:
    for child in (cast.leo(), cast.mia()):
        ParentLink(
            establishment=cast.oakfield(), parent=cast.pat(), child=child, since=date(2020, 9, 1), source="test"
        ).save()
    case = a_case(a_concern(somebody(cast.mia())))
    [earlier] = queries.list_earlier(cast.acting(cast.dana()), a_concern(somebody(cast.leo())).pk)
    assert (earlier.number, earlier.names, earlier.siblings) == (case.number, (), ("Mia Marsh",))


@pytest.mark.requirement("S3.38")
def test_support_is_decided_for_a_group_with_its_reason_and_for_each_who_needs_more() -> None:
    case = a_case(a_concern(somebody(cast.leo()), somebody(cast.mia(), "bystander"), named("A friend", "bystander")))
    ready_to_close(case.pk)
    mia = next(one.involved_id for one in read(case).bystanders if one.name == "Mia Marsh")
    group = {
        "who": "All who were in the chat of 9B",
        "decision": "given",
        "words": "Their tutor talks with all of them.",
    }
    with pytest.raises(NotAllowed, match="each person who saw"):
        close(case, support={mia: Support("offered")}, group=GroupSupportGiven(**group))
    with pytest.raises(NotAllowed, match="who the group is"):
        close(case, support={}, group=GroupSupportGiven(**(group | {"words": " "}), covers_named=True))
    close(
        case, support={mia: Support("offered", "She wants none.")}, group=GroupSupportGiven(**group, covers_named=True)
    )
    closing = read(case).closing
    assert closing is not None
    assert closing.group == (group["who"], "given", group["words"])
    assert sorted(closing.support) == [
        ("A friend", "given", "Their tutor talks with all of them."),
        ("Mia Marsh", "offered", "She wants none."),
    ]


@pytest.mark.requirement("S3.38")
def test_what_was_learned_becomes_an_action_that_names_nobody_and_leads_nowhere() -> None:
    case = ended()

    def act(title: str, by: Person | None = None) -> None:
        operations.act_on_lesson(
            actor=cast.acting(by or cast.dana()), case_id=case.pk, title=title, due_on=date(2026, 12, 18), at=AT
        )

    with pytest.raises(NotAllowed, match="Leo Marsh"):
        act("Walk along the canal as Leo’s tutor does")
    act("Look at the canal path at the end of the day")
    act("Look at the canal path at the end of the day")
    action = Action._base_manager.get()
    assert (action.source, action.address) == ("Learned from a case", "")
    assert str(case.pk) not in action.origin


def test_a_name_is_found_in_any_case_and_with_an_ending() -> None:
    people = ["Leo Marsh", "Al Ng", "Mia Marsh"]
    assert names.find_names("LEO'S phone", people) == ["Leo Marsh"]
    assert names.find_names("the marsh", people) == ["Leo Marsh", "Mia Marsh"]
    assert names.find_names("al fresco, leopard", people) == []


def test_two_cases_are_linked_in_both_and_hidden_where_one_of_them_is() -> None:
    case, other = a_case(), a_case(a_concern(somebody(cast.mia())))

    def link(words: str = "The same chat.", to: SafeguardingCase = other) -> None:
        operations.link_cases(
            actor=cast.acting(cast.dana()),
            case_id=case.pk,
            version=version_of(case.pk),
            other_id=to.pk,
            words=words,
            at=AT,
        )

    with pytest.raises(NotAllowed, match="itself"):
        link(to=case)
    link()
    with pytest.raises(NotAllowed, match="already"):
        link()
    assert [(one.number, one.text) for one in read(case).links] == [(other.number, "The same chat.")]
    assert [one.number for one in read(other).links] == [case.number]
    # Dev comes into the other case: the first must not tell him that it exists
    operations.add_person(
        actor=cast.acting(cast.dana()),
        case_id=other.pk,
        version=version_of(other.pk),
        person=somebody(cast.dev(), "bystander"),
        at=AT,
    )
    seen = queries.read_case(actor=cast.acting(cast.dev()), case_id=case.pk, today=CLOSED_ON, at=AT)
    assert seen.links == ()
    assert "case-linked" not in {moment.kind for moment in seen.chronology}


def test_what_goes_to_the_head_is_not_linked_with_what_the_team_reads() -> None:
    mine = a_case()
    about_dana = a_case(a_concern(somebody(cast.dana(), "alleged")), by=cast.hana())
    from django.http import Http404

    with pytest.raises(Http404):
        operations.link_cases(
            actor=cast.acting(cast.dana()),
            case_id=mine.pk,
            version=version_of(mine.pk),
            other_id=about_dana.pk,
            words="?",
            at=AT,
        )


@pytest.mark.requirement("S3.39")
def test_dana_answers_a_check_and_acts_on_a_lesson_on_the_pages(sign_in: SignIn) -> None:
    case, other = ended(), a_case(a_concern(somebody(cast.mia())))
    client = sign_in(cast.dana())
    home = f"/concerns/cases/{case.pk}/"
    page = client.get(home).content.decode()
    assert "Looking at it again" in page
    check = CheckAfter._base_manager.order_by("due_on")[0]
    answers = {"version": version_of(case.pk), "fine": "yes", "text": "He told me so."}
    assert client.post(f"{home}check/{check.pk}/", answers).status_code == 302
    assert client.get(f"{home}check/{check.pk}/").status_code == 404
    assert "All well" in client.get(home).content.decode()
    on = {"due_on_0": "18", "due_on_1": "12", "due_on_2": "2026"}
    page = client.post(f"{home}lesson/", {"title": "Walk with Leo", **on}).content.decode()
    assert "it names Leo Marsh" in page
    assert client.post(f"{home}lesson/", {"title": "Look at the path", **on}).status_code == 302
    answers = {"version": version_of(case.pk), "other": str(other.pk), "text": "The same chat."}
    assert client.post(f"{home}link/", answers).status_code == 302
    assert f"Case {other.number}" in client.get(home).content.decode()
    concern = a_concern(somebody(cast.leo()))
    assert "Does it come back?" in client.get(f"/concerns/{concern.pk}/").content.decode()


def test_who_is_kept_from_a_closed_case_is_not_told_that_its_day_has_come() -> None:
    case = ended()
    establishments.exclude(
        actor=SystemActor("test"), person=cast.dana(), about_record=case.pk, reason="She is in it", at=AT
    )
    assert remind(14) == 1
    assert OutboxMessage.objects.get(kind="concern.check-due").recipient == cast.dev().email
