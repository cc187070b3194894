"""What the vault shows of itself: a light, a share of five or more, and never that a matter is about anybody."""

from datetime import timedelta

from tests import cast
from tests.web.allegations.scenes import AT, a_report, version
from tutela.web.allegations import operations, proofs
from tutela.web.allegations.models import Allegation

LIGHT, SHARE = "allegations.in-time", "allegations.within-a-day"


def figures(days: float) -> dict[str, float]:
    at = AT + timedelta(days=days)
    return {figure.kind: figure.value for figure in proofs.list_figures(cast.oakfield(), at)}


def decide(row: Allegation, days: float, decision: str = "low-level") -> None:
    at = AT + timedelta(days=days)
    operations.decide_threshold(
        actor=cast.acting(cast.hana(), at=at), at=at, pk=row.pk, version=version(row), decision=decision, words="Why."
    )


def test_the_light_is_lit_where_there_is_nothing_so_that_it_tells_of_nothing() -> None:
    cast.oakfield()
    assert figures(0) == {LIGHT: 1}


def test_a_report_that_nobody_looked_at_for_a_working_day_puts_the_light_out() -> None:
    row = a_report("The man with the red van")
    assert figures(1) == {LIGHT: 1}
    assert figures(2) == {LIGHT: 0}
    decide(row, 2)
    assert figures(2.1) == {LIGHT: 1}


def test_the_officer_who_was_not_told_in_time_puts_it_out_too() -> None:
    row = a_report("The man with the red van")
    decide(row, 0, "harm")
    assert figures(1)[LIGHT] == 1
    assert figures(2)[LIGHT] == 0
    operations.note_officer(
        actor=cast.acting(cast.hana(), at=AT), at=AT + timedelta(days=2), pk=row.pk, version=version(row),
        told_at=AT + timedelta(days=2), officer="The council’s officer", words="They meet on Friday.",
    )  # fmt: skip
    assert figures(2.1)[LIGHT] == 1


def test_a_share_is_told_of_five_or_more_alone() -> None:
    for number in range(4):
        decide(a_report(f"Visitor {number}"), 0.1)
    assert SHARE not in figures(1)
    decide(a_report("Visitor 4"), 3)
    assert figures(4)[SHARE] == 80


def test_what_is_about_somebody_who_reads_figures_moves_none_of_them() -> None:
    for person in (cast.dana(), cast.hana(), cast.gwen()):
        a_report(person)
    assert figures(9) == {LIGHT: 1}


def test_a_typed_name_that_may_mean_somebody_who_reads_figures_moves_none_of_them_either() -> None:
    cast.gwen()
    for number in range(4):
        decide(a_report(f"Visitor {number}"), 0.1)
    for typed in ("Gwen Price", "Mrs Price"):
        a_report(typed)
    assert figures(9) == {LIGHT: 1}  # with hers it would be out, and six would tell their share
