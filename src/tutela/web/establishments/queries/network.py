"""By what the network knows people: for the policy of the gateway, and for whoever keeps it."""

from datetime import date

from django.db.models import Q, QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.importing.devices import Here
from tutela.web.establishments.models import Establishment, Group, KnownDevice, NetworkCredential, Person
from tutela.web.establishments.models.people import here_on
from tutela.web.establishments.queries.people import list_members


def list_network_credentials(establishment: Establishment) -> QuerySet[NetworkCredential]:
    """The credentials in force, with their people, for the policy that the gateway gets."""
    return NetworkCredential._base_manager.filter(establishment=establishment, ended_at=None).select_related("person")


def list_known_devices(establishment: Establishment) -> QuerySet[KnownDevice]:
    """The devices in force, for the policy that the gateway gets."""
    devices = KnownDevice._base_manager.filter(establishment=establishment, ended_at=None)
    return devices.select_related("person", "group")


def find_devices(actor: AnyActor, words: str = "", *, person: Person | None = None) -> QuerySet[KnownDevice]:
    """The devices in force that the actor may see, by name: those with the words in their name or address, if any."""
    devices = KnownDevice.visible_to(actor).filter(ended_at=None).select_related("person", "group")
    if person is not None:
        devices = devices.filter(person=person)
    for word in words.split():
        devices = devices.filter(
            Q(name__icontains=word)
            | Q(address__startswith=word)
            | Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
        )
    return devices.order_by("name", "address")


def get_network_credential(actor: AnyActor, person: Person) -> NetworkCredential | None:
    """The credential in force of a person, if the actor may see it."""
    return NetworkCredential.visible_to(actor).filter(person=person, ended_at=None).first()


def list_to_be_known(group: Group, *, on: date, anew: bool) -> list[Person]:
    """Who of a year or class can be given a network credential: all with a login, or those who have none yet."""
    has_one = NetworkCredential._base_manager.filter(person__group_memberships__group=group, ended_at=None)
    known = set() if anew else set(has_one.values_list("person_id", flat=True))
    return [
        one
        for one in list_members(group, on=on)
        if one.pseudonym and one.kind == Person.Kind.LEARNER and one.pk not in known
    ]


def list_what_is_here(establishment: Establishment, *, on: date) -> Here:
    """Against what a file of devices is checked."""
    people = Person._base_manager.filter(here_on(on), establishment=establishment).exclude(pseudonym="")
    groups = Group._base_manager.filter(establishment=establishment, kind=Group.Kind.AGE)
    return Here(
        people={one.login.casefold(): one for one in people},
        groups={name.casefold(): one for one in groups for name in (one.key, one.name)},
        devices={one.address: one for one in list_known_devices(establishment)},
    )
