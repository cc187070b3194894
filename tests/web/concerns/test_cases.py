"""From a concern to an outcome: a case, its chronology, its actions, and an end that thinks of everybody."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import cast
from tests.web.concerns.scenes import (
    AT,
    WORDS,
    a_case,
    a_concern,
    named,
    reads_of,
    ready_to_close,
    somebody,
    version_of,
)
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import CaseEntry, SafeguardingCase
from tutela.web.concerns.operations import Support
from tutela.web.concerns.queries.case import CaseRead
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core.models import AuditEntry

TODAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)


def read(case: SafeguardingCase) -> CaseRead:
    return queries.read_case(actor=cast.acting(cast.dana()), case_id=case.pk, today=TODAY, at=AT)


def write(case: SafeguardingCase, words: str, **more: Any) -> CaseEntry:
    given: dict[str, Any] = {
        "kind": "note",
        "happened_at": AT + HOUR,
        "place": "offline",
        "version": version_of(case.pk),
    }
    return operations.add_entry(
        actor=more.pop("actor", None) or cast.acting(cast.dana()),
        case_id=case.pk,
        words=words,
        at=AT + 3 * HOUR,
        **(given | more),
    )


def close(case: SafeguardingCase, **more: Any) -> Any:
    given: dict[str, Any] = {
        "version": version_of(case.pk),
        "outcome": "supported",
        "words": "He sees the counsellor each week.",
        "support": {someone.involved_id: Support("given", "Talked.") for someone in read(case).bystanders},
        "is_lesson": True,
        "lesson": "Form tutors look at the canal path now.",
    }
    return operations.close_case(actor=cast.acting(cast.dana()), case_id=case.pk, at=AT + 9 * HOUR, **(given | more))


@pytest.mark.requirement("S4.9")
def test_the_chronology_puts_online_and_offline_together_in_the_order_in_which_they_happened() -> None:
    online = a_concern(
        theme="bullying",
        happened_at=AT - 5 * HOUR,
        events=[{"time": (AT - 6 * HOUR).isoformat(), "search_terms": "how to hide"}],
    )
    case = a_case(online)
    write(case, "Pushed at the gate.", happened_at=AT - 8 * HOUR, place="offline")
    write(case, "Rang Pat.", kind="contact", happened_at=AT + HOUR, place="")
    shown = [(moment.kind, moment.place) for moment in read(case).chronology]
    assert shown == [
        ("note", "offline"),
        ("event", "online"),
        ("concern", "online"),
        ("opened", ""),
        ("contact", ""),
    ]


def test_reading_a_case_is_written_down_once_for_it_and_for_each_concern_of_it() -> None:
    case = a_case(first := a_concern())
    second = a_concern()
    operations.add_to_case(actor=cast.acting(cast.dana()), case_id=case.pk, concern_id=second.pk, version=0, at=AT)
    assert (reads_of(case), reads_of(first), reads_of(second)) == (0, 0, 0)
    read(case)
    assert (reads_of(case), reads_of(first), reads_of(second)) == (1, 1, 1)


def test_a_correction_cites_the_old_entry_and_both_stay() -> None:
    case = a_case()
    old = write(case, "Leo was late on Monday.")
    operations.correct_entry(
        actor=cast.acting(cast.dev()),
        case_id=case.pk,
        entry_id=old.pk,
        version=version_of(case.pk),
        words="It was Tuesday.",
        at=AT + 4 * HOUR,
    )
    [note] = [moment for moment in read(case).chronology if moment.kind == "note"]
    assert note.text == "Leo was late on Monday."
    assert [(c.text, c.by) for c in note.corrections] == [("It was Tuesday.", "Dev Okafor")]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CaseEntry._base_manager.filter(pk=old.pk).update(sealed_text=b"")


def test_two_who_write_at_once_are_both_seen_before_either_is_lost() -> None:
    case = a_case()
    seen = version_of(case.pk)
    write(case, "Dev spoke to Leo.", actor=cast.acting(cast.dev()))
    with pytest.raises(operations.CaseChanged):
        write(case, "Dana spoke to Leo.", version=seen)
    assert [moment.text for moment in read(case).entries_since(seen)] == ["Dev spoke to Leo."]
    write(case, "Dana spoke to Leo too.")
    assert len(read(case).chronology) == 4


def test_two_who_decide_on_a_concern_at_once_do_not_make_two_cases() -> None:
    concern = a_concern()
    a_case(concern)
    with pytest.raises(operations.ConcernChanged):
        operations.open_case(actor=cast.acting(cast.dev()), concern_id=concern.pk, version=0, at=AT)
    with pytest.raises(NotAllowed):
        operations.open_case(actor=cast.acting(cast.dev()), concern_id=concern.pk, version=1, at=AT)


@pytest.mark.requirement("S3.14")
def test_what_somebody_did_well_is_kept_as_that_beside_what_went_wrong() -> None:
    case = a_case(a_concern(somebody(cast.leo()), somebody(cast.mia(), "bystander")))
    dana = cast.acting(cast.dana())
    operations.add_entry(
        actor=dana, case_id=case.pk, version=version_of(case.pk), kind="well-done", happened_at=AT, place="online",
        words="Mia did not pass the picture on, and told Tom at once.", at=AT,
    )  # fmt: skip
    read = queries.read_case(actor=dana, case_id=case.pk, today=AT.date(), at=AT)
    [kept] = [one for one in read.chronology if one.kind == "well-done"]
    assert (kept.title, kept.place) == ("Something done well", "online")
    assert kept.text.startswith("Mia did not pass")


def test_an_action_has_an_owner_and_a_day_and_says_what_came_of_it() -> None:
    case = a_case()
    action = operations.set_action(
        actor=cast.acting(cast.dana()),
        case_id=case.pk,
        version=version_of(case.pk),
        words="Ring the counsellor",
        due_on=TODAY - timedelta(days=1),
        owner_id=cast.dev().pk,
        at=AT,
    )
    [shown] = read(case).actions
    assert (shown.text, shown.owner, shown.is_overdue) == ("Ring the counsellor", "Dev Okafor", True)
    assert queries.count_overdue_actions(cast.acting(cast.dana()), TODAY) == 1
    assert queries.count_overdue_actions(cast.acting(cast.eli()), TODAY) == 0
    done = {"actor": cast.acting(cast.dev()), "case_id": case.pk, "action_id": action.pk, "at": AT}
    operations.finish_action(**done, version=version_of(case.pk), words="First meeting on Friday.")
    [shown] = read(case).actions
    assert (shown.is_done, shown.is_overdue) == (True, False)
    with pytest.raises(NotAllowed):
        operations.finish_action(**done, version=version_of(case.pk), words="Again.")


@pytest.mark.requirement("S3.38")
def test_a_case_ends_with_an_outcome_support_for_every_bystander_and_a_lesson() -> None:
    case = a_case(a_concern(somebody(cast.leo()), somebody(cast.mia(), "bystander"), named("A friend", "bystander")))
    with pytest.raises(NotAllowed, match="saw or heard"):
        close(case, support={})
    with pytest.raises(NotAllowed, match="learned"):
        close(case, lesson=" ")
    ready_to_close(case.pk)
    close(case)
    ended = read(case)
    assert ended.is_closed
    assert ended.closing is not None
    assert (ended.closing.outcome, ended.closing.lesson) == ("supported", "Form tutors look at the canal path now.")
    assert {name for name, _, _ in ended.closing.support} == {"Mia Marsh", "A friend"}
    period = (AT - HOUR, AT + HOUR)
    assert queries.count_by_outcome(cast.acting(cast.gwen()), *period)["supported"] == 1


def test_a_case_does_not_end_while_an_action_waits() -> None:
    case = a_case()
    operations.set_action(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=1, words="Ring", due_on=TODAY, owner_name="Tom", at=AT
    )
    with pytest.raises(NotAllowed, match="1 action is not done"):
        close(case)


def test_a_new_concern_opens_a_closed_case_again() -> None:
    case = a_case()
    ready_to_close(case.pk)
    close(case)
    with pytest.raises(NotAllowed, match="closed"):
        write(case, "One more thing.")
    concern = a_concern()
    operations.add_to_case(
        actor=cast.acting(cast.dana()), case_id=case.pk, concern_id=concern.pk, version=0, at=AT + timedelta(days=30)
    )
    again = read(case)
    assert not again.is_closed
    assert len(again.concerns) == 2
    assert [row.is_closed for row in queries.list_cases(cast.acting(cast.dana()), TODAY)] == [False]
    write(case, "It came back.")


@pytest.mark.requirement("S1.24")
def test_the_dsl_says_which_c_it_is_when_the_reporter_could_not() -> None:
    concern = a_concern(four_c="unsure", theme="not-sure")
    operations.open_case(actor=cast.acting(cast.dana()), concern_id=concern.pk, version=0, four_c="contact", at=AT)
    counts = queries.count_by_four_c(cast.acting(cast.gwen()), AT - HOUR, AT + HOUR)
    assert (counts["contact"], counts["unsure"]) == (1, 0)


def test_open_cases_come_first_then_the_newest() -> None:
    first, second, third = a_case(), a_case(at=AT + HOUR), a_case(at=AT + 2 * HOUR)
    ready_to_close(third.pk)
    close(third)
    rows = queries.list_cases(cast.acting(cast.dana()), TODAY)
    assert [row.number for row in rows] == [second.number, first.number, third.number]
    assert queries.list_cases(cast.acting(cast.eli()), TODAY) == []


def test_who_has_seen_a_concern_is_known_by_name() -> None:
    concern = a_concern()
    for person, moment in ((cast.dana(), AT), (cast.dev(), AT + HOUR), (cast.dana(), AT + 2 * HOUR)):
        queries.read_concern(actor=cast.acting(person), concern_id=concern.pk, at=moment)
    _, readers = queries.list_concern_readers(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT)
    assert [(reader.name, reader.times) for reader in readers] == [("Dana Shah", 2), ("Dev Okafor", 1)]


def test_every_step_leaves_an_entry_in_the_audit_that_quotes_nothing() -> None:
    case = a_case(a_concern())
    write(case, WORDS)
    ready_to_close(case.pk)
    close(case)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"concern.raise", "case.open", "concern.into-case", "case.write", "case.close"} <= actions
    assert not AuditEntry.objects.filter(details__contains="kingfisher").exists()
    assert not AuditEntry.objects.filter(details__contains="Leo").exists()
