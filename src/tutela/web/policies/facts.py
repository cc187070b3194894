"""What records know of a place, so that nobody types it twice."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.utils import translation

from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment

HOLDERS = {"head.name": "head", "chair.name": "chair", "it.name": "it", "deputy.name": "deputy-dsl"}


def _day(day_of: date) -> str:
    """In the language of the texts, whoever looks: what is signed has one hash."""
    with translation.override(settings.LANGUAGE_CODE):
        return day(day_of)


def list_facts(establishment: Establishment, *, review_on: date | None, at: datetime) -> dict[str, str]:
    """Every fact of the form that is known; what is not known is left out."""
    return with_review(list_of_place(establishment, at), review_on)


def with_review(of_place: Mapping[str, str], review_on: date | None) -> dict[str, str]:
    """What is known of a place, and the day of a document's review."""
    return {**of_place, "review.on": _day(review_on)} if review_on else dict(of_place)


def list_of_place(establishment: Establishment, at: datetime) -> dict[str, str]:
    """What is the same for all its documents."""
    contact = establishments.get_named_contact(establishment, at=at)
    facts = {
        "establishment.name": establishment.name,
        "contact.name": contact.name if contact else "",
        "contact.email": contact.email if contact else "",
        "providers.filtering": establishment.provider_name or "Tutela",
    }
    for fact, role in HOLDERS.items():
        holders = establishments.list_holders(establishment, role, at=at)
        facts[fact] = holders[0].full_name if holders else ""
    return {fact: value for fact, value in facts.items() if value}
