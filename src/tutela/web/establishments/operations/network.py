"""How the network knows somebody: credentials and devices."""

import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _

from tutela.keys import KeyFolder
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.importing.devices import Wanted
from tutela.web.establishments.models import Establishment, Group, KnownDevice, NetworkCredential, Person

PLAIN_NAME = re.compile(r"[A-Za-z0-9._@+-]{1,60}")
"""What a browser can send to a proxy as a name without anything lost: a colon would end it."""

EASY_TO_COPY = "abcdefghjkmnpqrstuvwxyz23456789"


class NotKnownByLogin(ValueError):
    """Records know people by their login on the network: without one the network cannot know somebody."""


class AddressTaken(ValueError):
    """Another device in force has this address."""


class NotAnAgeGroup(ValueError):
    """Filtering goes by the groups of an age alone."""


@operation
def make_network_credential(*, actor: AnyActor, person: Person, at: datetime) -> tuple[NetworkCredential, str]:
    """A name and a random secret for the proxy; the secret is told once, here. Earlier ones of the person end.

    Raises `NotKnownByLogin`.
    """
    _check_login(person)
    NetworkCredential._base_manager.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    secret = _make_secret()
    credential = NetworkCredential(
        establishment_id=person.establishment_id,
        person=person,
        username=person.login if PLAIN_NAME.fullmatch(person.login) else f"n{secrets.token_hex(5)}",
        secret_hash=hash_network_secret(secret),
        made_at=at,
    )
    credential.full_clean()
    credential.save(force_insert=True)
    audit.record(actor, "network-credential.make", credential, at=at)
    return credential, secret


@operation
def make_network_credentials(
    *, actor: AnyActor, people: Iterable[Person], at: datetime
) -> list[tuple[NetworkCredential, str]]:
    """For each of several people what `make_network_credential` makes; all of them or, if something is raised, none."""
    return [make_network_credential(actor=actor, person=person, at=at) for person in people]


@operation
def end_network_credential(*, actor: AnyActor, person: Person, at: datetime) -> bool:
    """The proxy takes this person's name and secret no longer; whether there was one."""
    ended = False
    for credential in NetworkCredential._base_manager.filter(person=person, ended_at=None):
        credential.ended_at = at
        credential.save(update_fields=["ended_at"])
        audit.record(actor, "network-credential.end", credential, at=at)
        ended = True
    return ended


def hash_network_secret(secret: str) -> str:
    """The keyed hash that stands in the policy for a secret of the network."""
    return hmac.new(KeyFolder(settings.TUTELA.keys).secret("credential"), secret.encode(), sha256).hexdigest()


@operation
def add_device(
    *,
    actor: AnyActor,
    establishment: Establishment,
    name: str,
    address: str,
    person: Person | None = None,
    group: Group | None = None,
    at: datetime,
) -> KnownDevice:
    """A device that is known by its address, of one person or one age group.

    Raises `AddressTaken`, `NotKnownByLogin`, `NotAnAgeGroup`, Django's `ValidationError`.
    """
    if person is not None:
        _check_login(person)
    if group is not None and group.kind != Group.Kind.AGE:
        raise NotAnAgeGroup(_("A device belongs to a person or to an age group, as the filter goes by these."))
    device = KnownDevice(
        establishment=establishment, name=name, address=address, person=person, group=group, made_at=at
    )
    device.clean_fields()  # an address gets its one way of being written here
    taken = KnownDevice._base_manager.filter(establishment=establishment, address=device.address, ended_at=None).first()
    if taken:
        raise AddressTaken(
            _("%(address)s is “%(name)s” already. End that one first.") % {"address": device.address, "name": taken}
        )
    device.full_clean()
    device.save(force_insert=True)
    audit.record(actor, "device.add", device, at=at)
    return device


@operation
def add_devices(*, actor: AnyActor, establishment: Establishment, wanted: Iterable[Wanted], at: datetime) -> int:
    """Every device of a checked file; how many there were. All of them or, if something is raised, none."""
    added = 0
    for one in wanted:
        add_device(
            actor=actor,
            establishment=establishment,
            name=one.name,
            address=one.address,
            person=one.person,
            group=one.group,
            at=at,
        )
        added += 1
    return added


@operation
def end_device(*, actor: AnyActor, device: KnownDevice, at: datetime) -> KnownDevice:
    """The network knows this device no longer; what it asked for stays with whom it was recorded under."""
    if device.ended_at is None:
        device.ended_at = at
        device.save(update_fields=["ended_at"])
        audit.record(actor, "device.end", device, at=at)
    return device


def _make_secret() -> str:
    """Twelve letters and digits (59 bits) that a child can copy from paper: nothing that looks like something else."""
    letters = "".join(secrets.choice(EASY_TO_COPY) for _number in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _check_login(person: Person) -> None:
    if not person.pseudonym:
        raise NotKnownByLogin(
            _("%(name)s has no login on the network, and records know people by it. Enter it first.") % {"name": person}
        )
