"""What a newer list would change is known before it is in force, also for the sites that people really use."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.filtering.made import LESSON, make_policy
from tutela.filtering.drafts import Change, activate_draft, changes, discard_draft, get_draft, keep_draft
from tutela.filtering.index import open_index
from tutela.filtering.lists import BadList, add_list, compile_lists, get_list
from tutela.filtering.ruleset import policy_from
from tutela.filtering.sources import Reading
from tutela.filtering.weigh import weigh

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
BEFORE = {"gambling": {"bet.example", "odds.example", "cards.example"}, "games": {"play.example"}}
NOW = {"gambling": {"bet.example", "odds.example", "new.example"}, "games": {"play.example", "cards.example"}}


def reading(entries: dict[str, set[str]]) -> Reading:
    return Reading(entries=entries, lines=sum(map(len, entries.values())))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    add_list(tmp_path, "ours", reading(BEFORE), at=AT, path="/a")
    return tmp_path


def test_new_gone_and_moved_entries_are_told_apart(folder: Path) -> None:
    draft = keep_draft(folder, "ours", reading(NOW | {"adult": {"x.example"}}), at=AT, path="/a")
    assert draft is not None
    assert (draft.new, draft.gone) == ({"adult": 1, "gambling": 1}, {})
    assert draft.moved == {"gambling > games": 1}
    assert draft.needs_person == ""
    assert changes(folder, "ours") == [
        Change("moved", "gambling > games", "cards.example"),
        Change("new", "gambling", "new.example"),
        Change("new", "adult", "x.example"),
    ]
    assert [one.entry for one in changes(folder, "ours", kind="new", category="adult")] == ["x.example"]
    assert [one.entry for one in changes(folder, "ours", words="CARD")] == ["cards.example"]
    assert len(changes(folder, "ours", most=1)) == 1


def test_nothing_is_in_force_until_it_is_activated(folder: Path) -> None:
    draft = keep_draft(folder, "ours", reading(NOW), at=AT, path="/a")
    assert draft is not None
    in_force = get_list(folder, "ours")
    assert in_force is not None
    assert in_force.hash != draft.meta.hash
    index = open_index(compile_lists(folder))
    assert index.find("new.example") == 0
    meta = activate_draft(folder, "ours", at=AT, hash=draft.meta.hash)
    assert get_list(folder, "ours") == meta
    assert get_draft(folder, "ours") is None
    index = open_index(compile_lists(folder))
    assert {one.name for one in index.sets[index.find("cards.example")]} == {"games"}
    assert {one.name for one in index.sets[index.find("new.example")]} == {"gambling"}


def test_a_list_as_it_is_in_force_makes_no_draft_and_a_newer_draft_takes_the_place_of_an_older(folder: Path) -> None:
    first = keep_draft(folder, "ours", reading(NOW), at=AT, path="/a")
    assert first is not None
    second = keep_draft(folder, "ours", reading(NOW | {"adult": {"x.example"}}), at=AT, path="/a")
    assert get_draft(folder, "ours") == second
    with pytest.raises(BadList, match="not there any more"):
        activate_draft(folder, "ours", at=AT, hash=first.meta.hash)
    assert keep_draft(folder, "ours", reading(BEFORE), at=AT, path="/a") is None
    assert get_draft(folder, "ours") is None


def test_a_draft_that_has_shrunk_says_that_a_person_must_look(folder: Path) -> None:
    draft = keep_draft(
        folder, "ours", reading({"gambling": {"bet.example"}, "games": {"play.example"}}), at=AT, path=""
    )
    assert draft is not None
    assert "50 % less" in draft.needs_person
    empty = keep_draft(folder, "ours", reading({"gambling": set()}), at=AT, path="/a")
    assert empty is not None
    assert "Nothing in" in empty.needs_person


def test_a_first_draft_is_new_as_a_whole_and_can_be_discarded(tmp_path: Path) -> None:
    draft = keep_draft(tmp_path, "first", reading(BEFORE), at=AT, path="/a")
    assert draft is not None
    assert draft.new == {"gambling": 3, "games": 1}
    discard_draft(tmp_path, "first")
    discard_draft(tmp_path, "first")
    assert (get_draft(tmp_path, "first"), get_list(tmp_path, "first")) == (None, None)
    for name in ("../x", "starter", ""):
        with pytest.raises(BadList):
            keep_draft(tmp_path, name, reading(BEFORE), at=AT, path="/a")


def test_it_is_known_which_sites_people_use_would_be_blocked_or_opened_and_for_whom(folder: Path) -> None:
    now = {"gambling": {"bet.example", "odds.example", "maths.example"}, "games": {"play.example"}}
    keep_draft(folder, "ours", reading(now), at=AT, path="/a")
    asked = ["www.maths.example", "cards.example", "bet.example", "www.bbc.co.uk", "10.0.0.1", "not an address"]
    found = weigh(folder, "ours", asked, policy_from(make_policy()), LESSON)
    learners = ("Reception to Year 2", "Years 7 to 11")
    assert [tuple(one) for one in found] == [
        ("www.maths.example", "block", learners, "gambling"),
        ("cards.example", "allow", learners, "gambling"),
    ]


def test_what_the_small_indexes_say_is_what_the_whole_ones_say(folder: Path) -> None:
    """Also for sites below a listed one, on the starter lists and with single pages listed."""
    keep_draft(folder, "ours", reading(NOW | {"adult": {"deep.bet.example", "page.example/x"}}), at=AT, path="/a")
    policy = policy_from(make_policy())
    asked = ["a.deep.bet.example", "page.example", "www.bet365.com", "new.example", "odds.example"]
    effects = {one.host: one.becomes for one in weigh(folder, "ours", asked, policy, LESSON)}
    assert effects == {"a.deep.bet.example": "block", "new.example": "block"}, (
        "the first for staff, by its new category"
    )
