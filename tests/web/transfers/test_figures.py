"""What the records say of files that go on: how many are late, and how many went in time."""

from datetime import date, datetime, timedelta

import pytest

from tests import cast
from tests.web.concerns.scenes import AT
from tests.web.transfers.scenes import SignIn, a_transfer, case_with_mia, exchange_cards, made_file
from tutela.web.establishments import operations as establishments
from tutela.web.transfers import operations, proofs, rules

DUE = date(2026, 11, 30)


def test_a_file_is_in_time_when_it_was_sent_or_receipted_by_its_day() -> None:
    early, late = DUE, DUE + timedelta(days=1)
    assert rules.is_in_time(DUE, [("made", early), ("handed-over", early)])
    assert rules.is_in_time(DUE, [("made", early), ("receipt", early), ("handed-over", late)])
    assert not rules.is_in_time(DUE, [("made", early), ("handed-over", late)])
    assert not rules.is_in_time(DUE, [])


def figures(at: datetime) -> dict[str, float]:
    return {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), at)}


@pytest.mark.requirement("S4.8")
def test_files_that_are_late_and_those_that_went_in_time_are_published_and_elm_park_has_none(sign_in: SignIn) -> None:
    partner, _ = exchange_cards()
    assert figures(AT) == {}
    case, leos = case_with_mia(), a_transfer()
    assert leos.due_on == DUE
    mias = operations.note_leaver(actor=cast.acting(cast.dana()), person=cast.mia(), starts_on=leos.starts_on, at=AT)
    made_file(sign_in(cast.dana()), leos, partner, case)
    operations.hand_over(
        actor=cast.acting(cast.dana()), transfer_id=leos.pk, way="upload", text="Eli", on=date(2026, 11, 24), at=AT
    )
    after = datetime(2026, 12, 2, 12, tzinfo=AT.tzinfo)
    assert figures(after) == {"transfers.late": 2, "transfers.in-time": 50}  # no receipt for either
    operations.decide_not_to_send(actor=cast.acting(cast.dana()), transfer_id=mias.pk, text="Not known.", at=AT)
    assert figures(after) == {"transfers.late": 1, "transfers.in-time": 100}
    assert list(proofs.list_figures(cast.elm_park(), after)) == []


def test_a_leaver_whose_file_nobody_began_counts_as_late(sign_in: SignIn) -> None:
    case_with_mia()
    establishments.leave(actor=cast.SETTING_UP, person=cast.leo(), on=date(2026, 11, 20), at=AT)
    assert figures(AT + timedelta(days=1)) == {}
    assert figures(AT + timedelta(days=14)) == {"transfers.late": 1}
