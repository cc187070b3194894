"""What in Oakfield's registers has come to its day reaches whoever answers for it, once."""

from datetime import date, timedelta

import pytest

from tests import cast
from tests.web.registers.scenes import NOON, a_technology, dana
from tutela.web.actions import operations as actions
from tutela.web.actions.models import Action
from tutela.web.core.actor import SystemActor
from tutela.web.registers import operations, tasks
from tutela.web.registers.models import Foresight, Guidance, Resource, ResourceTurn

TODAY = NOON.date()


def remind(days: int = 0) -> list[str]:
    """The worker's turn, so many days later: the titles of all actions there are then."""
    cast.dana()
    tasks.remind_of_days(NOON + timedelta(days=days))
    return sorted(Action._base_manager.values_list("title", flat=True))


@pytest.mark.requirement("S4.1")
def test_on_its_day_what_is_coming_is_brought_to_danas_mind_once_and_again_when_its_day_is_moved() -> None:
    sign = operations.add_foresight(
        actor=dana(), at=NOON, establishment_id=cast.oakfield().pk, title="Glasses that film", words="Two have them.",
        source="Year 10", look_again_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    assert remind(29) == []
    assert remind(30) == remind(31) == ["Look again at what is coming: Glasses that film"]
    action = Action._base_manager.get()
    assert (action.owner, action.due_on) == (cast.dana(), TODAY + timedelta(days=44))
    assert action.address == f"/registers/horizon/{sign.pk}/"
    Foresight._base_manager.update(look_again_on=TODAY + timedelta(days=60))
    assert len(remind(59)) == 1
    assert len(remind(60)) == 2


@pytest.mark.requirement("S0.3")
def test_guidance_that_nobody_looked_at_is_one_action_for_all_of_it_and_a_new_one_only_when_more_falls_due() -> None:
    keys = ["keeping-children-safe", "prevent-duty", "mobile-phones"]
    operations.take_over_guidance(actor=dana(), at=NOON, establishment=cast.oakfield(), keys=keys)
    Guidance._base_manager.update(checked_on=None)
    assert remind() == ["Look whether guidance that we go by has a newer version"]
    first = Action._base_manager.get()
    assert len(first.detail.splitlines()) == 3
    Guidance._base_manager.filter(library_key="prevent-duty").update(checked_on=TODAY, check_days=30)
    assert len(remind(31)) == 1, "the first is still open"
    actions.drop_action(actor=dana(), at=NOON, pk=first.pk, reason="Looked at all of it.")
    assert len(remind(31)) == 2
    assert len(remind(32)) == 2


def test_a_technology_and_data_are_looked_at_again_by_whoever_answers_for_them() -> None:
    a_technology(owner=cast.ivy(), review_on=TODAY)
    ended = a_technology("Old forum", review_on=TODAY)
    operations.turn_technology(actor=dana(), at=NOON, pk=ended.pk, state="ended", since=TODAY)
    assert remind() == ["Look again at Seesaw"]
    assert Action._base_manager.get().owner == cast.ivy()


def test_a_link_that_leads_nowhere_is_mended_and_reminded_of_again_only_when_it_breaks_again() -> None:
    place = cast.oakfield()
    link = Resource._base_manager.create(
        establishment=place, title="Help for parents", address="https://example.org/help", publisher="A trust",
        licence="CC BY 4.0", state="dead", words="404 Not Found",
    )  # fmt: skip

    def breaks(days: int) -> None:
        ResourceTurn._base_manager.create(
            establishment=place, resource=link, state="dead", address=link.address, at=NOON + timedelta(days=days)
        )

    breaks(0)
    assert remind() == remind(1) == ["Mend a link that we give to people: Help for parents"]
    breaks(9)
    assert len(remind(9)) == 2
    Resource._base_manager.update(retired_why="Gone for good")
    breaks(20)
    assert len(remind(20)) == 2


@pytest.mark.requirement("S2.10")
def test_once_a_technology_comes_into_use_the_policies_are_looked_at() -> None:
    row = a_technology(state="proposed")
    assert not Action._base_manager.exists()
    operations.turn_technology(actor=dana(), at=NOON, pk=row.pk, state="in-use", since=date(2026, 11, 2))
    action = Action._base_manager.get()
    assert action.title == "Review what the policies say, now that Seesaw is in use"
    assert action.address == f"/registers/technologies/{row.pk}/"


def test_elm_park_is_not_reminded_of_what_oakfield_has() -> None:
    cast.eli()
    a_technology(review_on=TODAY)
    remind()
    assert Action._base_manager.get().establishment == cast.oakfield()
    assert operations.remind_of_days(actor=SystemActor("test"), at=NOON, establishment=cast.elm_park()) == 0
