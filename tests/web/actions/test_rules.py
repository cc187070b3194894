"""When an action is late, when it comes back, who is reminded, and what does not add up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.web.actions.rules import checks, circles, reminders, states
from tutela.web.actions.rules.checks import Facts, Fault
from tutela.web.evidence.rules import Bearing

DUE = date(2026, 11, 20)
LONG_AGO = date(2026, 10, 1)


def test_an_action_is_late_from_the_day_after_its_day() -> None:
    assert not states.is_overdue("open", DUE, DUE)
    assert states.is_overdue("open", DUE, DUE + timedelta(days=1))
    assert not states.is_overdue("done", DUE, DUE + timedelta(days=1))
    assert not states.is_overdue("open", None, DUE)


def test_what_comes_back_is_counted_from_the_day_it_was_done_and_not_from_its_due_day() -> None:
    assert states.renewed_due(date(2026, 11, 30), 365) == date(2027, 11, 30)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 11, 12), ""),
        (date(2026, 11, 13), "soon"),
        (date(2026, 11, 19), "soon"),
        (DUE, "today"),
        (date(2026, 11, 26), "today"),
        (date(2026, 11, 27), "late-1"),
        (date(2026, 12, 4), "late-2"),
    ],
)
def test_the_owner_is_reminded_a_week_before_on_the_day_and_every_week_after(day: date, step: str) -> None:
    assert reminders.due_step(DUE, day, owned_on=LONG_AGO, sent=()) == step


def test_each_reminder_comes_once_and_a_day_that_was_moved_begins_anew() -> None:
    sent = {reminders.mark(DUE, "today")}
    assert reminders.due_step(DUE, DUE, owned_on=LONG_AGO, sent=sent) == ""
    assert reminders.due_step(DUE + timedelta(days=7), DUE, owned_on=LONG_AGO, sent=sent) == "soon"


def test_whoever_was_given_it_this_week_is_not_told_that_it_is_due_next_week() -> None:
    assert reminders.due_step(DUE, date(2026, 11, 18), owned_on=date(2026, 11, 17), sent=()) == ""
    assert reminders.due_step(DUE, DUE, owned_on=date(2026, 11, 17), sent=()) == "today"


def test_the_head_is_told_once_of_what_is_more_than_a_fortnight_late() -> None:
    assert not reminders.owed_to_head(DUE, date(2026, 12, 4), sent=())
    assert reminders.owed_to_head(DUE, date(2026, 12, 5), sent=())
    assert not reminders.owed_to_head(DUE, date(2026, 12, 9), sent={reminders.mark(DUE, "head")})


@given(st.integers(0, 120), st.integers(1, 30))
def test_no_two_mails_about_one_day_come_nearer_than_the_steps(days: int, gap: int) -> None:
    """Asked every day or now and then, no step is owed twice."""
    sent: set[str] = set()
    for day in range(-10, days, gap):
        step = reminders.due_step(DUE, DUE + timedelta(days=day), owned_on=LONG_AGO, sent=sent)
        assert reminders.mark(DUE, step) not in sent or not step
        if step:
            sent.add(reminders.mark(DUE, step))


def test_a_circle_is_told_with_all_that_stand_in_it() -> None:
    waits = {"train": {"policy"}, "policy": {"survey"}, "survey": set()}
    assert circles.circle_made(waits, "survey", "train") == ["survey", "train", "policy", "survey"]
    assert circles.circle_made(waits, "train", "survey") == []
    assert circles.circle_made(waits, "train", "train") == ["train", "train"]
    assert circles.list_circular(waits) == set()
    assert circles.list_circular({**waits, "survey": {"train"}, "alone": {"train"}}) == {"train", "policy", "survey"}


@given(st.dictionaries(st.integers(0, 8), st.sets(st.integers(0, 8), max_size=4), max_size=9))
def test_links_that_are_each_refused_when_they_close_a_circle_never_make_one(wanted: dict[int, set[int]]) -> None:
    waits: dict[int, set[int]] = {}
    for one, others in wanted.items():
        for other in others:
            if not circles.circle_made(waits, one, other):
                waits.setdefault(one, set()).add(other)
    assert circles.list_circular(waits) == set()


SOUND = {"state": "open", "due_on": DUE}


@pytest.mark.parametrize(
    ("facts", "faults"),
    [
        (Facts(**SOUND), []),
        (Facts(**SOUND | {"due_on": None}), [Fault.NO_DUE_DAY]),
        (Facts(**SOUND, has_owner=False), [Fault.NO_OWNER]),
        (Facts(**SOUND, owner_has_left=True), [Fault.OWNER_LEFT]),
        (Facts(**SOUND, is_circular=True), [Fault.CIRCULAR]),
        (Facts(**SOUND, last_awaited_due=DUE + timedelta(days=1)), [Fault.BEFORE_ITS_TURN]),
        (Facts(**SOUND | {"due_on": DUE - timedelta(days=1)}), [Fault.OVERDUE]),
        (Facts(state="done"), [Fault.NO_PROOF]),
        (Facts(state="done", has_proof=True), []),
        (Facts(state="done", has_proof=True, holds_until=DUE), [Fault.EXPIRED]),
        (Facts(state="done", has_proof=True, holds_until=DUE + timedelta(days=1)), []),
        (Facts(state="done", has_proof=True, bearing=Bearing.STALE), [Fault.EXPIRED]),
        (Facts(state="done", has_proof=True, bearing=Bearing.CONTRADICTS), [Fault.CONTRADICTED]),
        (Facts(state="done", has_proof=True, bearing=Bearing.STALE, is_followed=True), []),
        (Facts(state="dropped", has_owner=False), []),
    ],
)
def test_what_does_not_add_up(facts: Facts, faults: list[Fault]) -> None:
    assert checks.list_faults(facts, DUE) == faults


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "reviews/"])
def test_a_page_that_an_action_comes_from_is_of_this_site(address: str) -> None:
    assert not states.is_of_this_site(address)
    assert states.is_of_this_site("/reviews/1/")
