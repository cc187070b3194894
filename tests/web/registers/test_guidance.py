"""Guidance that Oakfield goes by: what is watched, what changed, and which review that asked for."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.pages import parts, words_of
from tests.web.registers.scenes import NOON, dana
from tutela.web.actions.models import Action
from tutela.web.registers import operations, proofs, queries
from tutela.web.registers.models import Guidance
from tutela.web.registers.rules import guidance as rules
from tutela.web.registers.shipped.guidance import list_guidance

SignIn = Callable[..., Client]


def watched(key: str = "mobile-phones") -> Guidance:
    """One of the list that Dana took over."""
    place = cast.oakfield()
    operations.take_over_guidance(actor=dana(), at=NOON, establishment=place, keys=[key])
    return Guidance._base_manager.get(establishment=place, library_key=key)


def test_a_school_in_england_is_offered_what_is_for_it_and_not_what_is_for_wales(sign_in: SignIn) -> None:
    offered = list_guidance("england", "school")
    assert "keeping-children-safe" in offered
    assert "keeping-learners-safe" not in offered
    assert "keeping-learners-safe" in list_guidance("wales", "school")
    assert list_guidance("other", "training")
    client = sign_in(cast.dana())
    client.post("/registers/guidance/take-over/", {"keys": ["keeping-children-safe", "prevent-duty"]})
    assert Guidance._base_manager.count() == 2
    page = words_of(client.get("/registers/guidance/"))
    assert "Keeping children safe in education" in page
    assert "To be looked at (2)" in page
    wrong = client.post("/registers/guidance/take-over/", {"keys": ["keeping-learners-safe"]})
    assert "Select" in words_of(wrong)


@pytest.mark.requirement("S0.3", "S2.10")
def test_a_newer_version_opens_a_review_that_leads_back(sign_in: SignIn) -> None:
    row, client = watched(), sign_in(cast.dana())
    sent = {"version": "September 2026", "changed": "Phones stay away all day.", "asks_review": "yes"}
    page = f"/registers/guidance/{row.pk}/"
    client.post(f"{page}version/", sent | parts("dated_on", date(2026, 9, 1)))
    action = Action._base_manager.get()
    assert action.origin.startswith(f"guidance:{row.pk}:")
    assert action.title == "Review what we do against Mobile phones in schools, September 2026"
    assert action.address == page
    shown = words_of(client.get(page))
    assert "Phones stay away all day." in shown
    assert action.title in shown
    again = client.post(f"{page}version/", sent | {"version": "september  2026"})
    assert "is known already" in words_of(again)
    client.post(f"{page}version/", sent | {"version": "October 2026", "asks_review": "no"})
    assert Action._base_manager.count() == 1


@pytest.mark.requirement("S2.19")
def test_archived_guidance_stays_to_be_read_and_counts_for_nothing(sign_in: SignIn) -> None:
    row, client = watched(), sign_in(cast.dana())
    operations.check_guidance(actor=dana(), at=NOON, pk=row.pk)
    other = watched("behaviour")
    assert [one.value for one in proofs.list_figures(cast.oakfield(), NOON)] == [50]
    client.post(f"/registers/guidance/{other.pk}/archive/", {"why": "Replaced."})
    assert [one.value for one in proofs.list_figures(cast.oakfield(), NOON)] == [100]
    page = words_of(client.get(f"/registers/guidance/{other.pk}/"))
    assert "Archived Replaced." in page
    with pytest.raises(operations.RegisterRefused, match="archived"):
        operations.check_guidance(actor=dana(), at=NOON, pk=other.pk)
    client.post(f"/registers/guidance/{other.pk}/watch/")
    assert other in queries.list_guidance(dana())


def test_a_document_of_ones_own_is_watched_once(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    sent = {"title": "Our council’s filtering advice", "publisher": "The council", "address": "", "check_days": "182"}
    client.post("/registers/guidance/new/", sent)
    assert "stands in the register already" in words_of(client.post("/registers/guidance/new/", sent))
    assert "Enter the whole address" in words_of(client.post("/registers/guidance/new/", sent | {"address": "here"}))


def test_a_look_counts_for_a_year_and_is_due_when_the_place_wants() -> None:
    today = date(2026, 11, 2)
    assert rules.is_due(None, 91, today)
    assert not rules.is_due(today - timedelta(days=90), 91, today)
    assert rules.is_due(today - timedelta(days=91), 91, today)
    assert rules.current_pct([], today) is None
    assert rules.current_pct([today, today - timedelta(days=365), None], today) == 33.3
