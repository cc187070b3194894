"""Two people set up the same school at the same time: nothing is lost, and each knows of the other."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client

from tests import cast
from tests.web.setup.typed import BEGIN, CHECK, START, an_empty_school, answer, oakfield
from tutela.web.establishments import operations
from tutela.web.establishments.models import Person
from tutela.web.setup.models import SetUp

SignIn = Callable[..., Client]
SCHOOL = "/setting-up/question/school/"


def another_in_it() -> Person:
    """Ivy, who manages the same empty school."""
    from tutela.web.accounts import operations as accounts

    school, at = an_empty_school().establishment, datetime.now(UTC)
    user = accounts.make_user(actor=cast.SETTING_UP, login="ivy", at=at)
    ivy = operations.make_person(
        actor=cast.SETTING_UP,
        establishment=school,
        kind="staff",
        given_name="Ivy",
        family_name="Chen",
        login="ivy",
        user=user,
        at=at,
    )
    operations.grant_role(actor=cast.SETTING_UP, person=ivy, role="it", from_on=cast.SINCE, at=at)
    return ivy


def test_the_second_is_told_who_is_at_it_and_may_take_over(sign_in: SignIn) -> None:
    ivy = sign_in(another_in_it())
    first = sign_in(Person._base_manager.get(login="setup"))
    ivy.post(BEGIN)
    assert first.post(BEGIN).url == START
    assert "Ivy Chen has been at it since" in first.get(START).content.decode()
    assert first.get(SCHOOL).url == START
    assert first.post(BEGIN, {"take-over": "1"}).url == SCHOOL


def test_the_first_is_told_and_what_she_typed_is_not_lost(sign_in: SignIn) -> None:
    ivy = sign_in(another_in_it())
    second = sign_in(Person._base_manager.get(login="setup"))
    ivy.post(BEGIN)
    second.post(BEGIN, {"take-over": "1"})
    late = ivy.post(SCHOOL, oakfield()["school"])
    assert late.status_code == 409
    assert "Set-up took over" in late.content.decode()
    assert "Oakfield Academy" in late.content.decode()
    assert SetUp._base_manager.get().answers == {}
    assert ivy.post(SCHOOL, {**oakfield()["school"], "take-over": "1"}).status_code == 302
    assert SetUp._base_manager.get().answers["school"]["name"] == "Oakfield Academy"


def test_a_second_browser_of_the_same_person_is_told_too(sign_in: SignIn) -> None:
    ivy = another_in_it()
    desk, tablet = sign_in(ivy), sign_in(ivy)
    desk.post(BEGIN)
    assert "in another browser" in tablet.get(START).content.decode()


def test_only_one_of_two_finishes(sign_in: SignIn) -> None:
    ivy = sign_in(another_in_it())
    second = sign_in(Person._base_manager.get(login="setup"))
    answer(ivy, oakfield())
    second.post(BEGIN, {"take-over": "1"})
    assert ivy.post(CHECK).url == START
    assert second.post(CHECK).content.decode().count("/sign-in/") == 3
    assert second.post(CHECK).url == "/setting-up/ready/"
    assert Person._base_manager.filter(login="dana").count() == 1


def test_whoever_puts_it_aside_leaves_it_to_the_next(sign_in: SignIn) -> None:
    ivy = sign_in(another_in_it())
    second = sign_in(Person._base_manager.get(login="setup"))
    ivy.post(BEGIN)
    ivy.post(SCHOOL, {**oakfield()["school"], "later": ""})
    assert second.post(BEGIN).url == "/setting-up/question/lead/"
