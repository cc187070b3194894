"""Opening an empty school: what it is called, its first people who answer for safeguarding, and whom to ask.

Done once. It makes accounts that may read concerns, so that nobody technical may come back later and add another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tutela.web.accounts import operations as accounts
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import site_address
from tutela.web.establishments import operations, queries
from tutela.web.establishments.models import Establishment, Person

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
