"""What Dana noted of supervision goes when its time is over; that it was held stays, and a legal hold keeps it all."""

from datetime import date, datetime
from typing import Any

import pytest

from tests import cast
from tests.web.concerns.scenes import AT, a_case
from tests.web.pages import words_of
from tests.web.retention.scenes import confirm
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.models import Supervision
from tutela.web.core import sealing, verification
from tutela.web.core.models import AuditEntry, CaseKey
from tutela.web.retention import operations, tasks
from tutela.web.retention.models.subjects import Subject

OVER = AT.replace(year=AT.year + 6)


def a_session(**more: Any) -> Supervision:
    """Dana talked with somebody from outside, on the day on which everything happens here."""
    given = {"held_on": AT.date(), "supervisor_name": "Ruth Vane", "notes": "I have not slept.", **more}
    return concerns.note_supervision(actor=cast.acting(cast.dana(), at=AT), at=AT, **given)


def is_forgotten(session: Supervision) -> bool:
    try:
        sealing.open_case_key(CaseKey.objects.get(pk=session.own_key_id))
    except sealing.NoKeyGrant:
        return True
    return False


def forget(at: datetime = OVER) -> None:
    tasks.forget_supervision(at)


def test_the_notes_go_by_themselves_once_somebody_confirmed_how_long_and_not_before(tutela: Settings) -> None:
    session = a_session()
    forget()
    assert not is_forgotten(session)
    confirm()
    forget(OVER.replace(day=OVER.day - 1))
    assert not is_forgotten(session)
    forget()
    forget()
    assert is_forgotten(session)
    assert AuditEntry.objects.filter(action="supervision.forget").count() == 1
    assert verification.verify(KeyFolder(tutela.keys).verify_key()).faults == []


def test_dana_reads_that_they_were_destroyed_and_that_the_session_was_held(sign_in: Any) -> None:
    confirm()
    a_session()
    later = a_session(held_on=date(AT.year, AT.month, AT.day - 1), supervisor_id=cast.dev().pk, supervisor_name="")
    dana = sign_in(cast.dana())
    page = "/concerns/supervision/"
    assert "I have not slept." in words_of(dana.get(page))
    forget()
    assert is_forgotten(later)
    words = words_of(dana.get(page))
    assert "then destroyed" in words
    assert "Dev Okafor" in words
    assert "I have not slept." not in words
    assert "then destroyed" in words_of(sign_in(cast.dev()).get(page))


@pytest.mark.parametrize("held", [True, False])
def test_while_a_legal_hold_stands_on_any_case_no_notes_go(held: bool) -> None:
    confirm()
    session = a_session()
    hold = operations.place_hold(
        actor=cast.acting(cast.dana()), subject=Subject("case", a_case().pk), reason="A letter of a solicitor",
        review_on=OVER.date(), at=AT,
    )  # fmt: skip
    if not held:
        operations.end_hold(actor=cast.acting(cast.dana()), hold_id=hold.pk, reason="It was withdrawn.", at=OVER)
    forget()
    assert is_forgotten(session) is not held
