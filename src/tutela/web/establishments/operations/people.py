"""People and groups: made, and joined."""

from datetime import date, datetime

from django.conf import settings

from tutela.events.pseudonym import pseudonym
from tutela.keys import KeyFolder
from tutela.web.accounts.models import User
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.models import Establishment, Group, GroupMembership, Person


@operation
def make_person(
    *,
    actor: AnyActor,
    establishment: Establishment,
    kind: str,
    given_name: str,
    family_name: str = "",
    known_as: str = "",
    reference: str = "",
    organisation: str = "",
    login: str = "",
    email: str = "",
    phone: str = "",
    born_on: date | None = None,
    user: User | None = None,
    at: datetime,
) -> Person:
    """A person of the establishment; with a login they get the pseudonym under which the network knows them.

    Raises Django's `ValidationError`.
    """
    person = Person(
        establishment=establishment,
        kind=kind,
        given_name=given_name,
        family_name=family_name,
        known_as=known_as,
        reference=reference,
        organisation=organisation,
        login=login,
        pseudonym=pseudonym_of(establishment, login) if login else "",
        email=email,
        phone=phone,
        born_on=born_on,
        user=user,
    )
    person.full_clean()
    person.save(force_insert=True)
    audit.record(actor, "person.make", person, at=at)
    return person


def pseudonym_of(establishment: Establishment, login: str) -> str:
    """The name under which records of requests know a login of this establishment."""
    key = KeyFolder(settings.TUTELA.keys).secret("pseudonym")
    return pseudonym(key, establishment.slug, login)


@operation
def make_group(
    *,
    actor: AnyActor,
    establishment: Establishment,
    key: str,
    name: str,
    age_band: str,
    kind: str = Group.Kind.AGE,
    year: int | None = None,
    at: datetime,
) -> Group:
    """A group: of an age, which filtering knows by its key; a year group with its year; a class or cohort.

    Raises Django's `ValidationError`.
    """
    group = Group(establishment=establishment, key=key, name=name, age_band=age_band, kind=kind, year=year)
    group.full_clean()
    group.save(force_insert=True)
    audit.record(actor, "group.make", group, at=at, kind=kind)
    return group


@operation
def join_group(*, actor: AnyActor, person: Person, group: Group, from_on: date, at: datetime) -> GroupMembership:
    """Put a person into a group from a day on; of a class, whoever is staff or a partner teaches it."""
    membership = GroupMembership(establishment_id=group.establishment_id, group=group, person=person, from_on=from_on)
    membership.full_clean()
    membership.save(force_insert=True)
    audit.record(actor, "group.join", membership, at=at)
    return membership
