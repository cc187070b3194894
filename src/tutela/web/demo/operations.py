"""Brings the fictitious school to life through the same operations that a real one is set up with."""

from datetime import datetime

from tutela.web.accounts import operations as accounts
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.demo.school import PersonData, School, get_school
from tutela.web.establishments import operations as establishments
from tutela.web.establishments import queries
from tutela.web.establishments.models import Establishment, Group, Person
from tutela.web.filters import operations as filters

ACTOR = SystemActor("demo")


def load(*, at: datetime) -> Establishment:
    """Make the school, unless it is there. What was broken off goes on next time: the named contact comes last."""
    school = get_school()
    with acting_as(ACTOR):
        establishment = _establishment(school, at)
        if queries.get_named_contact(establishment, at=at) is None:
            _fill(establishment, school, at)
        if not queries.list_monitoring_sign_offs(establishment).exists():
            (head,) = queries.list_holders(establishment, "head", at=at)
            establishments.sign_off_monitoring(
                actor=ACTOR, establishment=establishment, person=head, role_words="Head", at=at
            )
    return establishment


def _fill(establishment: Establishment, school: School, at: datetime) -> None:
    filters.begin(actor=ACTOR, establishment=establishment, at=at)
    groups = {group.key: group for group in Group.objects.filter(establishment=establishment)}
    people = {data.login: _person(establishment, data, groups, at) for data in school.people}
    _devices(establishment, school, people, groups, at)
    establishments.publish_cover_hours(
        actor=ACTOR, establishment=establishment, hours=school.cover_hours.hours(), at=at
    )
    filters.choose_fail_policy(
        actor=ACTOR,
        establishment=establishment,
        kind=school.fail_policy.kind,
        chosen_by=people[school.fail_policy.chosen_by],
        at=at,
    )
    establishments.name_contact(
        actor=ACTOR,
        establishment=establishment,
        person=people[school.named_contact.person],
        deputy=people[school.named_contact.deputy],
        at=at,
    )


def _establishment(school: School, at: datetime) -> Establishment:
    for found in queries.list_establishments():
        if found.slug == school.slug:
            return found
    return establishments.make_establishment(
        actor=ACTOR, slug=school.slug, name=school.name, phase=school.phase, urn=school.urn, at=at
    )


def _person(establishment: Establishment, data: PersonData, groups: dict[str, Group], at: datetime) -> Person:
    found = Person.objects.filter(establishment=establishment, login=data.login).first()
    if found:
        return found
    # an account only for whoever has a role to sign in with; learners of this demo use the network alone
    user = accounts.make_user(actor=ACTOR, login=data.login, email=data.email, at=at) if data.signs_in_as else None
    person = establishments.make_person(
        actor=ACTOR,
        establishment=establishment,
        kind=data.kind,
        given_name=data.given_name,
        family_name=data.family_name,
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
