"""After the set-up a real person looks after the computers, and the account that belonged to nobody ends."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.setup.typed import an_empty_school, person
from tutela.web.establishments import opening, queries
from tutela.web.establishments.models import Establishment, Person

SignIn = Callable[..., Client]
IVY = person("", "Ivy Chen")


def hand_over(sign_in: SignIn, browser: Client | None = None) -> tuple[Client, str]:
    browser = browser or sign_in(an_empty_school())
    answer = browser.post("/setting-up/it/", IVY)
    return browser, answer.context["link"].link


def test_ivy_gets_an_account_of_her_own_and_set_up_ends(sign_in: SignIn) -> None:
    nobody = an_empty_school()
    browser = sign_in(nobody)
    assert "belongs to nobody" in browser.get("/setting-up/it/").content.decode()
    answer = browser.post("/setting-up/it/", IVY)
    page = answer.content.decode()
    assert "Ivy Chen looks after the computers now" in page
    assert "you are signed out" in page
    assert browser.get("/account/").status_code == 302
    nobody.user.refresh_from_db()
    assert not nobody.user.is_active
    school, at = Establishment.objects.get(), timezone.now()
    assert queries.list_holders(school, "it", at=at) == [Person._base_manager.get(login="ivy")]
    assert queries.get_set_up_person(school, at=at) is None
    hers = Client()
    hers.post(answer.context["link"].link.removeprefix("http://localhost:8000"))
    assert hers.get("/account/").status_code == 200
    assert "Say who looks after the computers" not in hers.get("/setting-up/ready/", follow=True).content.decode()
    assert hers.get("/setting-up/it/").status_code == 302


def test_a_missing_name_is_asked_for_and_nothing_ends(sign_in: SignIn) -> None:
    nobody = an_empty_school()
    page = sign_in(nobody).post("/setting-up/it/", IVY | {"family_name": ""}).content.decode()
    assert "Enter the family name of this person" in page
    nobody.user.refresh_from_db()
    assert nobody.user.is_active


def test_nobody_hands_over_twice(sign_in: SignIn) -> None:
    nobody = an_empty_school()
    hand_over(sign_in, sign_in(nobody))
    one = opening.FirstPerson("it", "Ian", "Bow", "ian", "ian@oakfield.example")
    with pytest.raises(opening.HandedOver):
        opening.hand_over(actor=cast.SETTING_UP, at=timezone.now(), establishment=nobody.establishment, one=one)
    assert not Person._base_manager.filter(login="ian").exists()


def test_a_teacher_who_is_called_setup_is_nobodys_account() -> None:
    cast.tom()
    assert queries.get_set_up_person(cast.oakfield(), at=timezone.now()) is None
