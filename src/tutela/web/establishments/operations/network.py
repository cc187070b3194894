"""How the network knows somebody: credentials and devices."""

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from tutela.keys import KeyFolder
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.models import Establishment, Group, KnownDevice, NetworkCredential, Person


@operation
def make_network_credential(*, actor: AnyActor, person: Person, at: datetime) -> tuple[NetworkCredential, str]:
    """A name and a random secret for the proxy; the secret is told once, here. Earlier ones of the person end."""
    NetworkCredential._base_manager.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    secret = secrets.token_urlsafe(12)
    credential = NetworkCredential(
        establishment_id=person.establishment_id,
        person=person,
        username=person.login or f"n{secrets.token_hex(5)}",
        secret_hash=hash_network_secret(secret),
        made_at=at,
    )
    credential.full_clean()
    credential.save(force_insert=True)
    audit.record(actor, "network-credential.make", credential, at=at)
    return credential, secret


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
    """A device that is known by its address, of one person or one group. Raises Django's `ValidationError`."""
    device = KnownDevice(
        establishment=establishment, name=name, address=address, person=person, group=group, made_at=at
    )
    device.full_clean()
    device.save(force_insert=True)
    audit.record(actor, "device.add", device, at=at)
    return device
