"""The only writes to establishments and their people."""

import hmac
import secrets
from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from tutela.events.pseudonym import pseudonym
from tutela.keys import KeyFolder
from tutela.web.accounts.models import User
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries
from tutela.web.establishments.models import (
    Absence,
    CoverHours,
    Establishment,
    Exclusion,
    Group,
    GroupMembership,
    KnownDevice,
    NamedContact,
    NetworkCredential,
    Person,
    RoleHolding,
    Trust,
)


class SlugTaken(Exception):
    """Another establishment has this slug."""


class NotASafeguardingRole(Exception):
    """The named contact holds a safeguarding or senior role, not a technical one (requirement S1.3)."""


@operation
def make_establishment(
    *,
    actor: AnyActor,
    slug: str,
    name: str,
    at: datetime,
    nation: str = "england",
    sector: str = "school",
    phase: str = "secondary",
    urn: str = "",
    ukprn: str = "",
    time_zone: str = "Europe/London",
    trust: Trust | None = None,
) -> Establishment:
    """A new establishment with the next free number and its own key. Raises `SlugTaken`, Django's `ValidationError`."""
    if Establishment.objects.filter(slug=slug).exists():
        raise SlugTaken(slug)
    last = Establishment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    establishment = Establishment(
        id=last + 1,
        slug=slug,
        name=name,
        nation=nation,
        sector=sector,
        phase=phase,
        urn=urn,
        ukprn=ukprn,
        time_zone=time_zone,
        trust=trust,
        made_at=at,
    )
    establishment.full_clean()
    establishment.save(force_insert=True)
    sealing.make_establishment_key(establishment.pk, at=at)
    audit.record(actor, "establishment.make", establishment, at=at)
    return establishment


@operation
def make_person(
    *,
    actor: AnyActor,
    establishment: Establishment,
    kind: str,
    given_name: str,
    family_name: str = "",
    known_as: str = "",
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
def grant_role(
    *,
    actor: AnyActor,
    person: Person,
    role: str,
    establishment: Establishment | None = None,
    from_on: date,
    until_on: date | None = None,
    at: datetime,
) -> RoleHolding:
    """Let a person hold a role of roles.yaml, at their own establishment unless another is named.

    Raises Django's `ValidationError` on a role that does not exist.
    """
    holding = RoleHolding(
        establishment=establishment or person.establishment,
        person=person,
        role=role,
        from_on=from_on,
        until_on=until_on,
    )
    holding.full_clean()
    holding.save(force_insert=True)
    audit.record(actor, "role.grant", holding, at=at, role=role, person=str(person.pk))
    return holding


@operation
def end_role(*, actor: AnyActor, holding: RoleHolding, until_on: date, at: datetime) -> None:
    """From `until_on` on the person no longer holds the role; today's date counts at once."""
    holding.until_on = until_on
    holding.full_clean()
    holding.save(update_fields=["until_on"])
    audit.record(actor, "role.end", holding, at=at, role=holding.role, person=str(holding.person_id))


@operation
def make_group(
    *, actor: AnyActor, establishment: Establishment, key: str, name: str, age_band: str, at: datetime
) -> Group:
    """A group with the key that filtering knows it by. Raises Django's `ValidationError`."""
    group = Group(establishment=establishment, key=key, name=name, age_band=age_band)
    group.full_clean()
    group.save(force_insert=True)
    audit.record(actor, "group.make", group, at=at)
    return group


@operation
def join_group(*, actor: AnyActor, person: Person, group: Group, from_on: date, at: datetime) -> GroupMembership:
    """Put a person into a group from a day on."""
    membership = GroupMembership(establishment_id=group.establishment_id, group=group, person=person, from_on=from_on)
    membership.full_clean()
    membership.save(force_insert=True)
    audit.record(actor, "group.join", membership, at=at)
    return membership


@operation
def name_contact(
    *, actor: AnyActor, establishment: Establishment, person: Person, deputy: Person | None, at: datetime
) -> NamedContact:
    """From now on this is the person to ask; whoever was it until now stays in the history.

    Raises `NotASafeguardingRole` when either holds no safeguarding or senior role there.
    """
    for chosen in (person, deputy):
        if chosen is not None and not _holds_contact_role(chosen, establishment, at):
            raise NotASafeguardingRole(str(chosen.pk))
    NamedContact._base_manager.filter(establishment=establishment, until_at__isnull=True).update(until_at=at)
    named = NamedContact(establishment=establishment, person=person, deputy=deputy, from_at=at)
    named.full_clean()
    named.save(force_insert=True)
    audit.record(actor, "named-contact.name", named, at=at)
    return named


def _holds_contact_role(person: Person, establishment: Establishment, at: datetime) -> bool:
    return person in queries.list_holders(establishment, *queries.CONTACT_ROLES, at=at)


@operation
def note_absence(*, actor: AnyActor, person: Person, from_on: date, until_on: date, at: datetime) -> Absence:
    """A person is away from a day until another (exclusive). Raises Django's `ValidationError`."""
    absence = Absence(establishment_id=person.establishment_id, person=person, from_on=from_on, until_on=until_on)
    absence.full_clean()
    absence.save(force_insert=True)
    audit.record(actor, "absence.note", absence, at=at)
    return absence


@operation
def publish_cover_hours(
    *, actor: AnyActor, establishment: Establishment, hours: list[tuple[int, time, time]], at: datetime
) -> list[CoverHours]:
    """Publish when alerts are looked at: (day from Monday 0, opens, closes) in local time; replaces what was there."""
    CoverHours._base_manager.filter(establishment=establishment).delete()
    rows = [CoverHours(establishment=establishment, day=day, opens=start, closes=end) for day, start, end in hours]
    for row in rows:
        row.full_clean()
        row.save(force_insert=True)
    audit.record(actor, "cover-hours.publish", establishment, at=at, count=len(rows))
    return rows


@operation
def exclude(
    *,
    actor: AnyActor,
    person: Person,
    about_person: Person | None = None,
    about_record: UUID | None = None,
    reason: str,
    at: datetime,
    until_at: datetime | None = None,
) -> Exclusion:
    """Keep a person out of all that is about another person, or out of one record: a conflict of interest."""
    exclusion = Exclusion(
        establishment_id=person.establishment_id,
        person=person,
        about_person=about_person,
        about_record=about_record,
        reason=reason,
        from_at=at,
        until_at=until_at,
    )
    exclusion.full_clean()
    exclusion.save(force_insert=True)
    audit.record(actor, "exclusion.declare", exclusion, at=at)
    return exclusion


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
