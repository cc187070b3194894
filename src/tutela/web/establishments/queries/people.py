"""People and groups that somebody may see."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tutela.web.core.actor import AnyActor
from tutela.web.core.names import words_of_name
from tutela.web.establishments.models import EarlierLogin, Establishment, Group, GroupMembership, Person
from tutela.web.establishments.models.people import here_on, in_force
from tutela.web.establishments.queries.places import local_day


def list_groups(actor: AnyActor) -> QuerySet[Group]:
    """The groups that filtering goes by, of the actor's establishment: one for each age. For others `list_classes`."""
    return Group.visible_to(actor).filter(kind=Group.Kind.AGE).order_by("name")


def list_classes(actor: AnyActor) -> QuerySet[Group]:
    """The year groups, then the classes and cohorts, of the actor's establishment."""
    return Group.visible_to(actor).exclude(kind=Group.Kind.AGE).order_by("-kind", "year", "name")


def get_group_of(person: Person, *, on: date) -> Group | None:
    """The group that filtering goes by for a person on that day; the one joined last where there are several."""
    age_groups = _memberships(person, on).filter(group__kind=Group.Kind.AGE)
    membership = age_groups.order_by("-from_on").first()
    return membership.group if membership else None


def list_classes_of(person: Person, *, on: date) -> list[Group]:
    """The year group and the classes that a person is in on that day, or teaches: the year first."""
    classes = _memberships(person, on).exclude(group__kind=Group.Kind.AGE)
    return [membership.group for membership in classes.order_by("-group__kind", "group__year", "group__name")]


def list_members(group: Group, *, on: date) -> list[Person]:
    """Everybody who is in a group on that day, or teaches it, by name; for the system's own work."""
    rows = GroupMembership._base_manager.select_related("person").filter(in_force(on), group=group)
    return sorted({row.person for row in rows}, key=lambda one: (one.family_name, one.given_name))


def _memberships(person: Person, on: date) -> QuerySet[GroupMembership]:
    return GroupMembership._base_manager.select_related("group").filter(in_force(on), person=person)


def get_person_by_pseudonym(establishment: Establishment, pseudonym: str) -> Person | None:
    """Who is meant by a pseudonym of the event store, now or under an earlier login. Audit the purpose first."""
    now = Person._base_manager.filter(establishment=establishment, pseudonym=pseudonym).first()
    if now is not None or not pseudonym:
        return now
    had = EarlierLogin._base_manager.filter(establishment=establishment, pseudonym=pseudonym)
    earlier = had.select_related("person").order_by("-until_at").first()
    return earlier.person if earlier else None


def get_person(actor: AnyActor, pk: UUID) -> Person | None:
    """That person, if the actor may see who they are."""
    return Person.visible_to(actor).filter(pk=pk).first()


SET_UP_LOGIN, SET_UP_NAME = "setup", "Set-up"
"""How `up` calls the account with which an empty school is set up; a further one is told apart by its slug."""


def set_up_login(slug: str) -> str:
    """How the account is called with which a further establishment is set up."""
    return f"{SET_UP_LOGIN}-{slug}"


def get_set_up_person(establishment: Establishment, *, at: datetime) -> Person | None:
    """The account that set up the school, which belongs to nobody; None once a real person has taken over."""
    logins = (SET_UP_LOGIN, set_up_login(establishment.slug))
    rows = Person._base_manager.filter(establishment=establishment, login__in=logins, given_name=SET_UP_NAME)
    rows = rows.filter(here_on(local_day(establishment, at)), family_name="")
    return rows.select_related("user", "establishment").first()


def list_people_at(actor: AnyActor, addresses: Iterable[str], *, most: int = 50) -> list[Person]:
    """The people here with these email addresses, of those whom the actor may see, by name."""
    rows = Person.visible_to(actor).filter(email__in=list(addresses), left_on=None)
    return list(rows.order_by("family_name", "given_name")[:most])


def search_people(actor: AnyActor, words: str, *, most: int = 20) -> list[Person]:
    """People whose names hold every word, of those whom the actor may see; nothing below three letters."""
    if len(words.strip()) < 3:
        return []
    rows = _named(Person.visible_to(actor).filter(here_on(timezone.localdate())), words)
    return list(rows.order_by("family_name", "given_name")[:most])


def find_people(actor: AnyActor, words: str, *, most: int = 50) -> list[Person]:
    """People by name as `search_people` finds them, with those who have left: for whoever keeps the list of people."""
    if len(words.strip()) < 3:
        return []
    return list(_named(Person.visible_to(actor), words).order_by("family_name", "given_name")[:most])


def _named(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    for word in words_of_name(words):
        rows = rows.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(known_as__icontains=word))
    return rows
