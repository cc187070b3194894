"""Everybody finds what is theirs in one short menu, and what belongs together stands together."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import cast
from tutela.web.core import context
from tutela.web.core.actor import Actor
from tutela.web.core.context import list_beside, list_entries, navigation, section
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route


def menu_of(actor: Actor, path: str = "/") -> list[str]:
    return [str(words) for words, _, _ in navigation(list_entries(actor), path)]


@pytest.mark.once
def test_nothing_of_the_menu_or_beside_a_page_leads_to_a_closed_door(sign_in: Callable[..., Client]) -> None:
    for who in cast.EVERYBODY:
        client = sign_in(who())
        for entry in list_entries(cast.acting(who())):
            # a learner is led on from the form for staff
            assert client.get(entry.url, follow=True).status_code == 200, (who.__name__, entry.url)


def test_whoever_lacks_the_second_factor_is_offered_no_way_further() -> None:
    assert list_entries(cast.acting(cast.dana(), second_factor=False)) == []


def test_what_dana_reviews_takes_one_place_in_her_menu() -> None:
    menu = menu_of(cast.acting(cast.dana()))
    assert menu.count("Review") == 1
    assert not {"Self-review", "Actions"} & set(menu)


def test_on_a_page_of_a_review_the_menu_and_the_section_say_where_dana_is() -> None:
    entries = list_entries(cast.acting(cast.dana()))
    here = [str(words) for words, _, current in navigation(entries, "/reviews/start/") if current]
    assert here == ["Review"]
    beside = section(entries, "/reviews/start/")
    assert [str(words) for words, _, current in beside if current] == ["Self-review"]
    assert "Actions" in [str(words) for words, _, _ in beside]


def test_who_may_open_one_page_of_a_section_sees_it_under_its_own_words() -> None:
    entries = [entry for entry in list_entries(cast.acting(cast.dana())) if entry.name != "reviews:list"]
    alone = [entry for entry in entries if not entry.within or entry.name == "actions:list"]
    assert "Actions" in [str(words) for words, _, _ in navigation(alone, "/")]
    assert section(alone, "/actions/") == []


def test_home_has_nothing_beside_it() -> None:
    assert section(list_entries(cast.acting(cast.dana())), "/") == []


def test_dana_finds_beside_a_case_what_an_app_above_adds_and_sue_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    added = route(
        "cases/<uuid:pk>/refer/",
        lambda _request, _pk: HttpResponse(),
        name="x",
        needs=Permission.CONCERN_WRITE,
        nav="Refer",
        beside="concerns:case",
    )
    monkeypatch.setattr(context, "_beside", lambda _urlconf: {"concerns:case": [("concerns:case-readers", added)]})
    pk = uuid4()
    assert list_beside(cast.acting(cast.dana()), "concerns:case", pk) == [("Refer", f"/concerns/cases/{pk}/seen/")]
    assert list_beside(cast.acting(cast.sue()), "concerns:case", pk) == []
    assert list_beside(cast.acting(cast.dana()), "concerns:concern", pk) == []
