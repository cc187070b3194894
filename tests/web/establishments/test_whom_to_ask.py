"""Whom people ask is on one page, with who it was before; what is missing about Prevent is a gap on the lead's home."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.setup.typed import CHECK, an_empty_school, answer, oakfield
from tutela.web.establishments import operations, queries
from tutela.web.establishments.models import Establishment, NamedContact

SignIn = Callable[..., Client]
PAGE = "/contacts/"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.requirement("S0.13")
def test_dana_names_dev_while_she_is_ill_and_the_page_keeps_both(sign_in: SignIn) -> None:
    cast.name_contact()
    browser, dev, hana = sign_in(cast.dana()), cast.dev(), cast.hana()
    browser.post("/contacts/name/", {"person": str(dev.pk), "deputy": str(hana.pk)})
    page = browser.get(PAGE).content.decode()
    assert "Dev Okafor (Deputy safeguarding lead) is named on every page." in page
    assert "Dana Shah" in page
    assert NamedContact._base_manager.filter(establishment=cast.oakfield()).count() == 2


def test_nobody_stands_in_for_themselves(sign_in: SignIn) -> None:
    dana = cast.dana()
    page = sign_in(dana).post("/contacts/name/", {"person": str(dana.pk), "deputy": str(dana.pk)}).content.decode()
    assert "Nobody stands in for themselves" in page
    assert queries.get_named_contact(cast.oakfield(), at=now()) is None


def test_ivy_may_name_somebody_but_never_herself(sign_in: SignIn) -> None:
    ivy = cast.ivy()
    cast.dana()
    page = sign_in(ivy).post("/contacts/name/", {"person": str(ivy.pk), "deputy": "nobody"}).content.decode()
    assert "Select one of the answers shown" in page


def test_tom_does_not_open_the_page(sign_in: SignIn) -> None:
    assert sign_in(cast.tom()).get(PAGE).status_code == 404


@pytest.mark.requirement("S0.1")
def test_a_prevent_contact_that_is_missing_or_a_year_old_is_a_gap_on_danas_home(sign_in: SignIn) -> None:
    browser = sign_in(cast.dana())
    home = browser.get("/").content.decode()
    assert "What is missing" in home
    assert home.count("nobody is noted") == 2
    for kind in ("lead", "regional"):
        given = {"name": "Priya Nair", "phone": "01632 960 321"}
        browser.post(f"/contacts/prevent/{kind}/", given)
    assert "Prevent" not in browser.get("/").content.decode()
    assert "Priya Nair" in browser.get(PAGE).content.decode()


@pytest.mark.requirement("S0.1")
def test_after_a_year_it_is_asked_again(sign_in: SignIn) -> None:
    long_ago = now() - timedelta(days=366)
    for kind in ("lead", "regional"):
        operations.note_prevent_contact(
            actor=cast.SETTING_UP, at=long_ago, establishment=cast.oakfield(), kind=kind, name="Priya Nair", phone="1"
        )
    browser = sign_in(cast.dana())
    assert browser.get("/").content.decode().count("checked more than a year ago") == 2
    assert "More than a year ago" in browser.get(PAGE).content.decode()
    assert 'value="Priya Nair"' in browser.get("/contacts/prevent/lead/").content.decode()
    assert "What is missing" not in sign_in(cast.tom()).get("/").content.decode()


def test_a_contact_nobody_can_reach_is_refused(sign_in: SignIn) -> None:
    page = sign_in(cast.dana()).post("/contacts/prevent/lead/", {"name": "Priya Nair"}).content.decode()
    assert "Enter an email address or a telephone number" in page
    assert sign_in(cast.dana()).get("/contacts/prevent/nonsense/").status_code == 404


def test_in_northern_ireland_there_is_no_prevent_duty_and_nothing_is_missing(sign_in: SignIn) -> None:
    browser = sign_in(cast.dana())
    Establishment.objects.filter(slug="oakfield").update(nation="northern-ireland")
    assert "Prevent" not in browser.get("/").content.decode()
    page = browser.get(PAGE).content.decode()
    assert "terrorism" not in page
    assert browser.get("/contacts/prevent/lead/").status_code == 404


def test_roles_are_called_what_they_are_called_in_wales(sign_in: SignIn) -> None:
    cast.name_contact()
    Establishment.objects.filter(slug="oakfield").update(nation="wales")
    browser = sign_in(cast.dana())
    assert "(Designated safeguarding person) is named" in browser.get(PAGE).content.decode()
    assert "Designated safeguarding person" in sign_in(cast.hana()).get("/who-can-see-what/").content.decode()
    assert "tell the designated safeguarding person in person" in browser.get("/report-a-concern/").content.decode()


def test_a_school_whose_contact_left_is_led_to_name_another_and_not_in_a_circle(sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    answer(browser, oakfield())
    browser.post(CHECK)
    NamedContact._base_manager.update(until_at=now())
    page = browser.get("/setting-up/", follow=True)
    assert page.redirect_chain[-1][0] == PAGE
    assert "Nobody is named" in page.content.decode()
