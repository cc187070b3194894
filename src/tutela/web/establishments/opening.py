"""Opening an empty school: the account that sets it up, what it is called, its first people, and whom to ask.

Done once for each. It makes accounts that may read concerns, so that nobody technical may come back later and add
another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify

from tutela.web.accounts import operations as accounts
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import site_address
from tutela.web.establishments import operations, queries
from tutela.web.establishments.models import Establishment, Person, Trust
from tutela.web.establishments.queries.people import SET_UP_LOGIN, SET_UP_NAME, set_up_login

STANDS_IN = ("deputy-dsl", "dsl", "head")
"""Who stands in for the named contact: the first of these who is somebody else."""


class AlreadySetUp(Exception):
    """Somebody answers for safeguarding here already; who comes next is not chosen by whoever set up the school."""


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """One of the first people, who signs in with `login`."""

    role: str
    given_name: str
    family_name: str
    login: str
    email: str
    phone: str = ""


@operation
def open_empty(
    *, actor: AnyActor, at: datetime, slug: str, name: str, time_zone: str, trust: Trust | None = None
) -> Person:
    """An establishment with nobody in it but the account that sets it up, which is returned.

    The first one's account is called "setup", that of each further one "setup-SLUG". Raises
    `operations.SlugTaken`, `accounts.operations.LoginTaken`, Django's `ValidationError`.
    """
    login = set_up_login(slug) if queries.get_first_establishment() else SET_UP_LOGIN
    establishment = operations.make_establishment(
        actor=actor, slug=slug, name=name, time_zone=time_zone, trust=trust, at=at
    )
    user = accounts.make_user(actor=actor, login=login, at=at)
    person = operations.make_person(
        actor=actor, establishment=establishment, kind="staff", given_name=SET_UP_NAME, login=login, user=user, at=at
    )
    operations.grant_role(actor=actor, person=person, role="it", from_on=queries.local_day(establishment, at), at=at)
    return person


@operation
def find_or_make_trust(*, actor: AnyActor, at: datetime, name: str) -> Trust:
    """The trust of that name or slug, made where there is none yet. Raises Django's `ValidationError`."""
    name = " ".join(name.split())
    found = Trust.objects.filter(name__iexact=name).first() or Trust.objects.filter(slug=name).first()
    if found:
        return found
    slug = slugify(name)[:36].strip("-") or "trust"
    taken = set(Trust.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    free = next(one for one in (slug, *(f"{slug}-{number}" for number in range(2, 999))) if one not in taken)
    return operations.make_trust(actor=actor, at=at, slug=free, name=name)


@operation
def set_up(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Establishment,
    name: str,
    sector: str,
    phase: str,
    people: Sequence[FirstPerson],
    contact: str,
) -> list[tuple[Person, str]]:
    """Describe the school, add its first people and name the one with the role `contact`.

    Returns each person with the link that signs them in once: told here and never again. Raises `AlreadySetUp`,
    `accounts.operations.LoginTaken`, Django's `ValidationError`.
    """
    if not queries.is_empty(establishment, at=at):
        raise AlreadySetUp
    operations.update_profile(actor=actor, at=at, establishment=establishment, name=name, sector=sector, phase=phase)
    made = {one.role: _add(actor, establishment, one, at) for one in people}
    stands_in = next((made[role] for role in STANDS_IN if role in made and role != contact), None)
    operations.name_contact(actor=actor, establishment=establishment, person=made[contact], deputy=stands_in, at=at)
    address = site_address()
    return [
        (person, accounts.make_sign_in_link(user=person.user, actor=actor, at=at, base_url=address))
        for person in made.values()
    ]


class HandedOver(AlreadySetUp):
    """The account that set up the school has ended: somebody looks after its computers by name."""


@operation
def hand_over(*, actor: AnyActor, at: datetime, establishment: Establishment, one: FirstPerson) -> tuple[Person, str]:
    """A real person looks after the computers from now on, and the account that set up the school ends.

    Returns them with the link that signs them in once: told here and never again. Raises `HandedOver`,
    `accounts.operations.LoginTaken`, Django's `ValidationError`.
    """
    nobody = queries.get_set_up_person(establishment, at=at)
    if nobody is None:
        raise HandedOver
    person = _add(actor, establishment, one, at)
    operations.leave(actor=actor, at=at, person=nobody, on=queries.local_day(establishment, at))
    audit.record(actor, "setup.hand-over", person, at=at, ended=str(nobody.pk))
    return person, accounts.make_sign_in_link(user=person.user, actor=actor, at=at, base_url=site_address())


def _add(actor: AnyActor, establishment: Establishment, one: FirstPerson, at: datetime) -> Person:
    user = accounts.make_user(actor=actor, login=one.login, email=one.email, at=at)
    person = operations.make_person(
        actor=actor,
        establishment=establishment,
        kind=Person.Kind.STAFF,
        given_name=one.given_name,
        family_name=one.family_name,
        login=one.login,
        email=one.email,
        phone=one.phone,
        user=user,
        at=at,
    )
    operations.grant_role(
        actor=actor, person=person, role=one.role, from_on=queries.local_day(establishment, at), at=at
    )
    return person
