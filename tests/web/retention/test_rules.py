"""When a case falls due: pure rules."""

from datetime import date

import pytest

from tutela.web.concerns.shipped.playbooks import list_playbooks
from tutela.web.concerns.words import THEMES
from tutela.web.retention import rules
from tutela.web.retention.rules import Facts, NotNow, due_of, list_kinds

YEARS = {kind.key: kind.years for kind in list_kinds()}
CLOSED = date(2026, 11, 20)
LEO = date(2012, 3, 4)


def facts(**more: object) -> Facts:
    given = {"playbooks": frozenset(), "closed_on": CLOSED, "born_on": LEO, "receipt_on": None, **more}
    return Facts(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "kind", "on"),
    [
        (facts(), "child-protection", date(2037, 3, 4)),
        (facts(born_on=None), "child-protection", date(2051, 11, 20)),
        (facts(born_on=date(2012, 2, 29)), "child-protection", date(2037, 3, 1)),
        (facts(receipt_on=date(2027, 9, 3)), "sent-on", date(2028, 9, 3)),
        (facts(playbooks=frozenset({"grooming"}), receipt_on=date(2027, 9, 3)), "sexual-abuse", date(2087, 3, 4)),
        (facts(born_on=date(1960, 1, 1)), "child-protection", CLOSED),
        (facts(what="concern", theme="bullying"), "concern", date(2037, 3, 4)),
        (facts(what="concern", theme="bullying", born_on=None), "concern", date(2051, 11, 20)),
        (facts(what="concern", theme="sexual-images"), "concern-sexual-abuse", date(2087, 3, 4)),
    ],
)
def test_a_case_or_a_concern_falls_due_by_its_kind(known: Facts, kind: str, on: date) -> None:
    due = due_of(known, list_kinds(), YEARS)
    assert (due.kind.key, due.on) == (kind, on)


def test_nothing_falls_due_by_a_period_that_nobody_confirmed() -> None:
    assert due_of(facts(), list_kinds(), {}).on is None


def test_the_kind_that_catches_all_stands_last_and_asks_for_nothing() -> None:
    for what in ("case", "concern"):
        last = [kind for kind in list_kinds() if kind.of == what][-1]
        assert (last.playbooks, last.themes, last.start) == ([], [], "birth")


def test_nobody_destroys_what_they_put_forward_or_what_is_held_or_open() -> None:
    due = due_of(facts(), list_kinds(), YEARS)
    for asked in (("dana", "dana", False, True), ("dana", None, False, True), ("dana", "dev", True, True),
                  ("dana", "dev", False, False)):  # fmt: skip
        with pytest.raises(NotNow):
            rules.check_decision(*asked[:2], due, date(2037, 3, 4), is_held=asked[2], is_closed=asked[3])
    rules.check_decision("dana", "dev", due, date(2037, 3, 4), is_held=False, is_closed=True)


@pytest.mark.parametrize("years", [YEARS, {}])
def test_nobody_destroys_what_is_not_due_or_no_longer(years: dict[str, int]) -> None:
    due = due_of(facts(), list_kinds(), years)
    with pytest.raises(NotNow, match="kept for longer"):
        rules.check_decision("dana", "dev", due, date(2037, 3, 3), is_held=False, is_closed=True)


def test_every_playbook_that_a_period_names_is_one_of_the_library() -> None:
    named = {name for kind in rules.list_kinds() for name in kind.playbooks}
    assert named
    assert named <= set(list_playbooks())
    assert "image-sharing" in named
    themes = {name for kind in rules.list_kinds() for name in kind.themes}
    assert themes
    assert themes <= set(THEMES)
