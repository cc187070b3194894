"""Dana, Dev and Hana are told once that something is due or waits for them, and the letter says nothing of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import time_machine
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import version_of
from tests.web.pages import words_of
from tests.web.retention.scenes import LATER, a_closed_case, confirm, destroy, put_forward
from tutela.web.concerns import operations as concerns
from tutela.web.core.models import OutboxMessage
from tutela.web.retention import operations, tasks
from tutela.web.retention.models.subjects import Subject

SignIn = Callable[..., Client]


def told(kind: str) -> list[str]:
    """Who was written to."""
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def addresses(*people: object) -> list[str]:
    return sorted(person.email for person in people)  # type: ignore[attr-defined]


def look(days: int = 0) -> datetime:
    """The worker comes round, so many days after it fell due."""
    at = LATER + timedelta(days=days)
    tasks.tell_due(at)
    return at


def team() -> list[str]:
    cast.hana()
    return addresses(cast.dana(), cast.dev())


def test_whoever_may_look_through_what_is_due_is_told_once_and_by_a_number_alone() -> None:
    leads = team()
    confirm()
    case = a_closed_case()
    tasks.tell_due(case.opened_at)
    assert told("retention.due") == []
    look()
    look(days=1)
    assert told("retention.due") == leads
    for letter in OutboxMessage.objects.filter(kind="retention.due"):
        assert "message: 1." in letter.body
        assert not {"Leo", "Marsh", str(case.number)} & set(letter.body.replace(".", " ").split())
        assert str(case.pk) not in letter.body


def test_what_nobody_confirmed_or_a_hold_keeps_is_told_to_nobody() -> None:
    team()
    case = a_closed_case()
    look()
    confirm()
    operations.place_hold(
        actor=cast.acting(cast.dana()), subject=Subject("case", case.pk), reason="A letter of a solicitor",
        review_on=LATER.date(), at=case.opened_at,
    )  # fmt: skip
    look(days=1)
    assert told("retention.due") == []


def test_a_second_person_is_told_once_and_never_whoever_put_it_forward() -> None:
    team()
    confirm()
    proposal = put_forward(a_closed_case())
    look()
    look(days=1)
    assert told("retention.waits") == addresses(cast.dev(), cast.hana())
    assert told("retention.due") == []  # it waits for somebody already
    destroy(proposal)
    assert look(days=2)
    assert told("retention.waits") == addresses(cast.dev(), cast.hana())


def test_what_is_put_forward_again_after_it_was_kept_is_told_again() -> None:
    team()
    confirm()
    case = a_closed_case()
    first = put_forward(case)
    look()
    operations.decide(
        actor=cast.acting(cast.hana(), at=LATER), establishment=cast.oakfield(), proposal_id=first.pk, destroy=False,
        reason="A claim may come.", at=LATER,
    )  # fmt: skip
    again = LATER + timedelta(days=100)
    put_forward(case, at=again)
    look(days=100)
    assert told("retention.waits") == addresses(cast.dev(), cast.dev(), cast.hana(), cast.hana())


def test_dev_sees_at_home_what_waits_for_him_and_dana_does_not_as_she_put_it_forward(sign_in: SignIn) -> None:
    team()
    confirm()
    case = a_closed_case()
    with time_machine.travel(LATER, tick=False):
        dana = sign_in(cast.dana())
        assert "Safeguarding cases about a child 25 years, from birth" in words_of(dana.get("/keeping/"))
        assert "1 due" in words_of(dana.get("/keeping/"))
        assert "to keep or destroy" not in words_of(sign_in(cast.dev()).get("/"))
        proposal = put_forward(case)
        for who in (cast.dev, cast.hana):
            assert "1 record to keep or destroy" in words_of(sign_in(who()).get("/"))
        assert "to keep or destroy" not in words_of(sign_in(cast.dana()).get("/"))
        destroy(proposal)
        assert "to keep or destroy" not in words_of(sign_in(cast.hana()).get("/"))


def test_of_a_case_that_only_dana_reads_nobody_else_is_told() -> None:
    team()
    confirm()
    case = a_closed_case()
    concerns.set_readers(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=version_of(case.pk), people=[cast.dana().pk],
        words="It is known to one of us.", at=case.opened_at,
    )  # fmt: skip
    look()
    assert told("retention.due") == addresses(cast.dana())
    put_forward(case)
    look(days=1)
    assert told("retention.waits") == []
