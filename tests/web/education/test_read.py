"""What readers say of lesson plans, ready lessons, ground rules and courses stands where each is looked after."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import cast
from tests.web.education.test_plans import written
from tests.web.engagement.test_feedback import links_of, people
from tests.web.pages import words_of
from tutela.web.education.shipped.lessons import list_ready
from tutela.web.education.shipped.training import list_pathways

SignIn = Callable[..., Client]


def say(sign_in: SignIn, page: str, clear: str = "no") -> None:
    """Five teachers say whether it was clear; the first of them adds a word."""
    for number, person in enumerate(people("teacher", 5)):
        client = sign_in(person)
        link = links_of(client.get(page))[clear]
        answer = client.post(link, {"clear": clear, "words": "" if number else "Say how long it takes"})
        assert answer["Location"] == f"{page}#was-this-clear"


@pytest.mark.requirement("S0.31")
def test_tom_reads_what_others_say_of_his_plan_before_he_changes_it_and_dana_deals_with_it(sign_in: SignIn) -> None:
    row = written()
    page = f"/lesson-plans/{row.pk}/"
    tom = sign_in(cast.tom())
    assert links_of(tom.get(page)) == {}  # he wrote it, so he is not asked
    say(sign_in, page)
    shown = words_of(tom.get(page))
    assert "What readers said" in shown
    assert "Say how long it takes" in shown
    assert "What readers said" not in words_of(sign_in(cast.sue()).get(page))
    dana = sign_in(cast.dana())
    assert "Say how long it takes" in words_of(dana.get(page))
    assert row.words.title in words_of(dana.get("/readers/"))


@pytest.mark.requirement("S0.31")
@pytest.mark.parametrize("what", ["ready", "rules", "course"])
def test_dana_reads_what_is_said_of_what_came_with_the_software_beside_it(sign_in: SignIn, what: str) -> None:
    cast.dana()
    unit = next(one for one in list_pathways().values() if one.units).units[0]
    page = {
        "ready": f"/lesson-plans/ready/{next(iter(list_ready()))}/",
        "rules": "/ground-rules/forums/",
        "course": f"/pathways/{unit}/",
    }[what]
    say(sign_in, page, "partly")
    dana = sign_in(cast.dana())
    assert "Say how long it takes" in words_of(dana.get(page))
    assert "1 open" in words_of(dana.get("/surveys/"))
