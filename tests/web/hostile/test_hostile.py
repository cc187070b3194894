"""Whatever people put into a field, it is kept and shown as the text that it is, or refused in words."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.permissions.test_golden_table import ROUTES
from tests.web.hostile import strings
from tests.web.hostile.reading import Page, faults_of
from tests.web.hostile.walking import Walk, names

SignIn = Callable[..., Client]

SAMPLE = ("actions", "allegations", "establishments", "exhibits", "filters", "registers", "worries")
"""Apps whose forms are sent in every run: words about children, adults and sites, names, and what anybody tells."""
FEWEST = 25_000
PARTS = 4
"""So that as many workers can share them."""
ROUNDS = 20
"""So often is each form filled anew before the next, its fields with another string each time."""


@pytest.mark.parametrize("app", SAMPLE)
def test_each_form_of_an_app_takes_hostile_strings_as_text_or_refuses_them_in_words(app: str, sign_in: SignIn) -> None:
    found = Walk(sign_in, strings.HOSTILE, rounds=1).go(names(app))
    assert not found.faults, "\n".join(found.faults)
    assert found.sent >= len(found.fields) > 5


@pytest.mark.full
@pytest.mark.timeout(3600)
@pytest.mark.once
@pytest.mark.parametrize("part", range(PARTS))
def test_twenty_five_thousand_hostile_strings_in_every_field_of_every_form_come_to_no_fault(
    part: int, sign_in: SignIn
) -> None:
    walk = Walk(sign_in, strings.HOSTILE, rounds=ROUNDS)
    found = walk.go(sorted(ROUTES)[part::PARTS])
    fields, forms = len(found.fields), len(found.forms)
    while found.sent < FEWEST // PARTS:
        found.forms.clear()
        walk.go(sorted(ROUTES)[part::PARTS])
    print(f"{found.sent} strings in {fields} fields of {forms} forms")
    print(f"{found.accepted} taken, {found.shown_again} seen again whole; answers {dict(found.answers)}")
    assert not found.faults, "\n".join(found.faults)
    assert fields > 50
    assert min(found.accepted, found.shown_again) > found.sent // 20


HARMFUL = ("<script", "<x-", "<img", "<svg", "onfocus", "javascript:hostile('", "data:text")


@pytest.mark.parametrize("line", [line for line in strings.SHORT if any(sign in line for sign in HARMFUL)])
def test_a_page_that_shows_a_string_unescaped_would_be_noticed(line: str) -> None:
    """What the walk looks with is not blind."""
    text, _ = strings.marked(line, 1)
    assert faults_of(Page(f'<p>{text}</p><input value="{text}"><b title=\'{text}\'>b</b><a href="{text}">a</a>'))
