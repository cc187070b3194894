"""Who is at a primary school in its first days, and what its people type: for the journey through the seven steps."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from tests.web.setup.typed import Typed, oakfield
from tutela.web.accounts import operations as accounts
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments import operations
from tutela.web.establishments.actors import actor_for
from tutela.web.establishments.models import Establishment, Group, Person

SYSTEM = SystemActor("test")
CLASS = ("Mia Marsh", "Ada Bell", "Ben Ortiz", "Cem Kaya", "Dot Finch", "Eva Lund", "Finn Shaw", "Gia Rossi")


def primary() -> Typed:
    """A primary school that filters itself; its head has signed."""
    typed = oakfield()
    typed["school"] |= {"name": "Bridge Lane Primary", "phase": "primary", "belongs": "no", "trust": ""}
    return typed


def someone(here: Establishment, name: str, kind: str, role: str, at: datetime, **more: Any) -> Person:
    """Somebody new with an account, in a role from today."""
    given, family = name.split()
    login = given.lower()
    user = accounts.make_user(actor=SYSTEM, login=login, email=f"{login}@bridge-lane.example", at=at)
    person = operations.make_person(
        actor=SYSTEM, at=at, establishment=here, kind=kind, given_name=given, family_name=family, login=login,
        user=user, email=user.email, **more,
    )  # fmt: skip
    operations.grant_role(actor=SYSTEM, at=at, person=person, role=role, from_on=at.date())
    return person


def a_class(here: Establishment, at: datetime) -> list[Person]:
    """Willow: eight learners of seven, Mia the first of them."""
    with acting_as(SYSTEM):
        band = Group.objects.get(establishment=here, age_band="7-11", kind=Group.Kind.AGE)
    willow = operations.make_group(
        actor=SYSTEM, at=at, establishment=here, key="willow", name="Willow", age_band="7-11", kind=Group.Kind.CLASS
    )
    born = date(at.year - 8, 12, 1) if at.month == 12 else date(at.year - 8, at.month + 1, 1)
    children = [someone(here, name, "learner", "learner", at, born_on=born) for name in CLASS]
    for child in children:
        for group in (band, willow):
            operations.join_group(actor=SYSTEM, at=at, person=child, group=group, from_on=at.date())
    return children


def acting(person: Person, at: datetime) -> Any:
    return actor_for(person.user, at=at, second_factor=True)


def press(page: Page, words: str) -> None:
    """Press the first button of that name, and wait for the page that comes."""
    page.get_by_role("button", name=words).first.click()
    page.wait_for_load_state("networkidle")
