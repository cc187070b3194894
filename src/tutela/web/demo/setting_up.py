"""Brings the fictitious trust to life through the same operations that a real one is set up with."""

from datetime import datetime

from tutela.web.accounts import operations as accounts
from tutela.web.core.actor import SystemActor
from tutela.web.demo.people import Roster, as_files
from tutela.web.demo.school import PersonData, School, Trust
from tutela.web.establishments import operations as establishments
from tutela.web.establishments import queries
from tutela.web.establishments.actors import actor_for
from tutela.web.establishments.models import Establishment, Group, NetworkCredential, Person
from tutela.web.establishments.models import Trust as TrustRow
from tutela.web.establishments.operations import imports
from tutela.web.filters import operations as filters

ACTOR = SystemActor("demo")


class CannotImport(RuntimeError):
    """A file of people of the demo was not taken in whole: a fault of ours."""


def set_up(trust: Trust, school: School, *, at: datetime) -> Establishment:
    """Make one establishment with those who have a part in the story, unless it is there. What was broken off goes on
    next time: the named contact comes last.
    """
    establishment = _establishment(trust, school, at)
    if queries.get_named_contact(establishment, at=at) is None:
        _fill(establishment, school, at)
    return establishment


def take_in_people(establishment: Establishment, school: School, roster: Roster, *, at: datetime) -> None:
    """Import everybody else from files, and give each who uses the network a credential. Twice is once."""
    for name, content in as_files(school, roster):
        _import(establishment, name, content, at)
    have = set(NetworkCredential.objects.filter(establishment=establishment).values_list("person", flat=True))
    online = Person.objects.filter(establishment=establishment).exclude(login="").exclude(kind="parent")
    for person in online.order_by("login"):
        if person.pk not in have:
            establishments.make_network_credential(actor=ACTOR, person=person, at=at)


def _import(establishment: Establishment, name: str, content: bytes, at: datetime) -> None:
    held = imports.hold_file(actor=ACTOR, at=at, establishment=establishment, name=name, content=content)
    while imports.take_step(actor=ACTOR, at=at, pk=held.pk):
        pass
    held = imports.confirm_import(actor=ACTOR, at=at, held=held)
    while imports.take_step(actor=ACTOR, at=at, pk=held.pk):
        pass
    held.refresh_from_db()
    if held.refused:
        raise CannotImport(f"{name} at {establishment.slug}: {held.refused} rows were refused")


def _fill(establishment: Establishment, school: School, at: datetime) -> None:
    filters.begin(actor=ACTOR, establishment=establishment, at=at)
    groups = {group.key: group for group in Group.objects.filter(establishment=establishment)}
    people = {data.login: _person(establishment, data, groups, at) for data in school.people}
    _devices(establishment, school, people, groups, at)
    establishments.publish_cover_hours(
        actor=ACTOR, establishment=establishment, hours=school.cover_hours.hours(), at=at
    )
    chosen_by = people[school.fail_policy.chosen_by]
    filters.choose_fail_policy(
        actor=ACTOR, establishment=establishment, kind=school.fail_policy.kind, chosen_by=chosen_by, at=at
    )
    if chosen_by.user is not None:
        chooser = actor_for(chosen_by.user, at=at, establishment_id=establishment.pk, second_factor=True)
        filters.answer_for_fail_policy(actor=chooser, establishment=establishment, is_theirs=True, at=at)
    signed = school.signed_off_by
    if not queries.list_monitoring_sign_offs(establishment).exists():
        establishments.sign_off_monitoring(
            actor=ACTOR, establishment=establishment, person=people[signed.person], role_words=signed.role_words, at=at
        )
    _prevent(establishment, school, at)
    establishments.name_contact(
        actor=ACTOR,
        establishment=establishment,
        person=people[school.named_contact.person],
        deputy=people[school.named_contact.deputy],
        at=at,
    )


def _prevent(establishment: Establishment, school: School, at: datetime) -> None:
    prevent = school.prevent
    for kind, name in (("lead", prevent.name), ("regional", prevent.regional)):
        if queries.get_prevent_contact(establishment, kind, at=at) is None:
            establishments.note_prevent_contact(
                actor=ACTOR, establishment=establishment, kind=kind, name=name, phone=prevent.phone, at=at
            )


def _establishment(trust: Trust, school: School, at: datetime) -> Establishment:
    for found in queries.list_establishments():
        if found.slug == school.slug:
            return found
    row = TrustRow.objects.filter(slug=trust.slug).first() or establishments.make_trust(
        actor=ACTOR, slug=trust.slug, name=trust.name, at=at
    )
    return establishments.make_establishment(
        actor=ACTOR,
        slug=school.slug,
        name=school.name,
        sector=school.sector,
        phase=school.phase,
        urn=school.urn,
        ukprn=school.ukprn,
        trust=row,
        at=at,
    )


def _person(establishment: Establishment, data: PersonData, groups: dict[str, Group], at: datetime) -> Person:
    found = Person.objects.filter(establishment=establishment, login=data.login).first()
    if found:
        return found
    # an account for whoever works here or has a link; other learners of this demo use the network alone
    has_account = data.signs_in_as or data.kind in ("staff", "partner")
    user = accounts.make_user(actor=ACTOR, login=data.login, email=data.email, at=at) if has_account else None
    person = establishments.make_person(
        actor=ACTOR,
        establishment=establishment,
        kind=data.kind,
        given_name=data.given_name,
        family_name=data.family_name,
        organisation=data.organisation,
        login=data.login,
        email=data.email,
        phone=data.phone,
        born_on=data.born_on,
        user=user,
        at=at,
    )
    today = queries.local_day(establishment, at)
    for role in data.roles:
        establishments.grant_role(actor=ACTOR, person=person, role=role, from_on=today, at=at)
    if data.group:
        establishments.join_group(actor=ACTOR, person=person, group=groups[data.group], from_on=today, at=at)
    return person


def _devices(
    establishment: Establishment, school: School, people: dict[str, Person], groups: dict[str, Group], at: datetime
) -> None:
    known = {device.name for device in queries.list_known_devices(establishment)}
    for data in school.devices:
        if data.name in known:
            continue
        establishments.add_device(
            actor=ACTOR,
            establishment=establishment,
            name=data.name,
            address=data.address,
            person=people.get(data.person),
            group=groups.get(data.group),
            at=at,
        )
