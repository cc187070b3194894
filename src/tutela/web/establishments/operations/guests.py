"""People from outside: an account and a role until a day, and both end with their last invitation."""

from datetime import date, datetime

from django.db.models import Q

from tutela.web.accounts import operations as accounts
from tutela.web.core.actor import AnyActor
from tutela.web.core.outbox import site_address
from tutela.web.establishments.models import Establishment, Person, RoleHolding
from tutela.web.establishments.operations.people import make_person
from tutela.web.establishments.operations.roles import end_role, grant_role
from tutela.web.establishments.queries.places import local_day
from tutela.web.establishments.queries.roles import GUESTS


class BelongsHere(ValueError):
    """This address belongs to an account that is more than a guest's."""


def take_in_guest(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Establishment,
    role: str,
    given_name: str,
    family_name: str,
    email: str,
    until_on: date,
) -> tuple[Person, str]:
    """Somebody from outside with a role until a day (exclusive), inside an operation; and a link to sign in with once.

    Whoever was a guest before is one again. Raises `BelongsHere`, Django's `ValidationError`.
    """
    person = Person.objects.filter(establishment=establishment, login__iexact=email).select_related("user").first()
    if person is None:
        try:
            user = accounts.make_user(actor=actor, login=email, email=email, at=at)
        except accounts.LoginTaken as error:
            raise BelongsHere from error
        person = make_person(
            actor=actor,
            at=at,
            establishment=establishment,
            kind=Person.Kind.PARTNER,
            given_name=given_name,
            family_name=family_name,
            login=email,
            email=email,
            user=user,
        )
    elif person.user is None or _is_more(person):
        raise BelongsHere
    elif not person.user.is_active:
        accounts.reopen_user(actor=actor, user=person.user, at=at)
    grant_role(actor=actor, person=person, role=role, from_on=local_day(establishment, at), until_on=until_on, at=at)
    return person, accounts.make_sign_in_link(user=person.user, actor=actor, at=at, base_url=site_address())


def let_guest_go(*, actor: AnyActor, at: datetime, person: Person, role: str) -> None:
    """Their last invitation of a kind has ended: so does its role, and with the last role the account."""
    today = local_day(person.establishment, at)
    lasting = RoleHolding.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=today), person=person)
    for holding in lasting.filter(role=role):
        end_role(actor=actor, holding=holding, until_on=max(today, holding.from_on), at=at)
    if person.user is not None and not _is_more(person) and not lasting.exclude(role=role).exists():
        accounts.close_user(actor=actor, user=person.user, at=at)


def _is_more(person: Person) -> bool:
    return RoleHolding.objects.filter(person=person).exclude(role__in=GUESTS).exists()
