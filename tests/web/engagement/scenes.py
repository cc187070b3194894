"""Surveys of Oakfield, and people enough to answer them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from tests import cast
from tutela.web.accounts import operations as accounts
from tutela.web.core.actor import Actor
from tutela.web.engagement import operations
from tutela.web.engagement.models import Survey
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person


def dana() -> Actor:
    return cast.acting(cast.dana())


def an_open_survey(template: str = "staff", *, at: datetime | None = None, days: int = 14, **more: Any) -> Survey:
    """One that Dana has opened."""
    at = at or timezone.now()
    row = operations.draft_survey(actor=dana(), at=at, establishment_id=cast.oakfield().pk, template=template)
    return operations.open_survey(actor=dana(), at=at, pk=row.pk, closes_on=at.date() + timedelta(days=days), **more)


def people(role: str, count: int, kind: str = "staff") -> list[Person]:
    """So many more people of Oakfield in a role."""
    found = []
    for number in range(count):
        login = f"{role}-{number}"
        person = Person._base_manager.filter(login=login).first()
        if person is None:
            user = accounts.make_user(actor=cast.SETTING_UP, login=login, email="", at=cast.MADE_AT)
            person = establishments.make_person(
                actor=cast.SETTING_UP, establishment=cast.oakfield(), kind=kind, given_name=f"N{number}",
                family_name=role.title(), login=login, email="", user=user, at=cast.MADE_AT,
            )  # fmt: skip
            establishments.grant_role(
                actor=cast.SETTING_UP, person=person, role=role, establishment=cast.oakfield(),
                from_on=date(2020, 9, 1), at=cast.MADE_AT,
            )  # fmt: skip
        found.append(person)
    return found


def answer(survey: Survey, person: Person, **given: Any) -> None:
    """A sheet; the dash of a question's id is written as an underscore."""
    sheet = {name.replace("_", "-"): said for name, said in given.items()}
    operations.answer_survey(actor=cast.acting(person), at=timezone.now(), pk=survey.pk, given=sheet)


def close(survey: Survey, at: datetime | None = None) -> Survey:
    return operations.close_survey(actor=dana(), at=at or timezone.now(), pk=survey.pk)
