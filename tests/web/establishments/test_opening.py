"""An empty school gets its first people once, each with a link; nobody technical adds another later."""

from datetime import UTC, datetime

import pytest

from tests import cast
from tests.web.setup.typed import an_empty_school
from tutela.web.accounts import operations as accounts
from tutela.web.establishments import opening, queries
from tutela.web.establishments.models import Person

DANA = opening.FirstPerson("dsl", "Dana", "Shah", "dana", "dana@oakfield.example", "020 7946 0101")
DEV = opening.FirstPerson("deputy-dsl", "Dev", "Okafor", "dev", "dev@oakfield.example")
HANA = opening.FirstPerson("head", "Hana", "Novak", "hana", "hana@oakfield.example")


def open_school(setup: Person, *people: opening.FirstPerson, contact: str = "dsl") -> list[tuple[Person, str]]:
    return opening.set_up(
        actor=cast.acting(setup),
        at=datetime.now(UTC),
        establishment=setup.establishment,
        name="Oakfield Academy",
        sector="school",
        phase="secondary",
        people=people,
        contact=contact,
    )


@pytest.mark.requirement("S0.13")
def test_the_first_people_are_there_and_one_of_them_is_named() -> None:
    setup = an_empty_school()
    links = open_school(setup, DANA, DEV)
    for person, link in links:
        secret = link.rstrip("/").rsplit("/", 1)[1]
        user = accounts.use_sign_in_link(actor=cast.SETTING_UP, secret=secret, at=datetime.now(UTC))
        assert user.login == person.login
    contact = queries.get_named_contact(setup.establishment, at=datetime.now(UTC))
    assert contact is not None
    assert (contact.name, contact.role) == ("Dana Shah", "Designated safeguarding lead")


def test_whoever_opened_the_school_cannot_add_another_lead_later() -> None:
    setup = an_empty_school()
    open_school(setup, DANA, DEV)
    mallory = opening.FirstPerson("dsl", "Mallory", "Moss", "mallory", "m@x.example")
    with pytest.raises(opening.AlreadySetUp):
        open_school(setup, mallory)
    holders = queries.list_holders(setup.establishment, "dsl", at=datetime.now(UTC))
    assert [one.full_name for one in holders] == ["Dana Shah"]


def test_the_head_can_be_the_named_contact() -> None:
    setup = an_empty_school()
    open_school(setup, DANA, HANA, contact="head")
    contact = queries.get_named_contact(setup.establishment, at=datetime.now(UTC))
    assert contact is not None
    assert (contact.name, contact.role) == ("Hana Novak", "Headteacher")


def test_a_second_school_joins_the_trust_of_the_first_however_its_name_is_typed() -> None:
    at = datetime.now(UTC)
    first = opening.find_or_make_trust(actor=cast.SETTING_UP, at=at, name="Hillside Learning Trust")
    for typed in ("hillside  learning trust ", "hillside-learning-trust"):
        assert opening.find_or_make_trust(actor=cast.SETTING_UP, at=at, name=typed) == first
    other = opening.find_or_make_trust(actor=cast.SETTING_UP, at=at, name="Hillside: Learning Trust")
    assert (other.slug, other.name) == ("hillside-learning-trust-2", "Hillside: Learning Trust")


def test_each_school_has_a_set_up_account_of_its_own() -> None:
    at = datetime.now(UTC)
    first, second = (
        opening.open_empty(actor=cast.SETTING_UP, at=at, slug=slug, name=slug.title(), time_zone="Europe/London")
        for slug in ("school", "elm-park")
    )
    assert (first.user.login, second.user.login) == ("setup", "setup-elm-park")
    for person in (first, second):
        assert queries.get_set_up_person(person.establishment, at=at) == person
