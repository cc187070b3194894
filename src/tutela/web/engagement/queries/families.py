"""Who is written to about whom, and whom they may be told about by now."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core.actor import Actor, AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Group, GroupMembership, Person
from tutela.web.establishments.models.people import here_on, in_force


def list_families(establishment: Establishment, group: Group | None, at: datetime) -> list[tuple[Person, list[Person]]]:
    """Each person who is written to, with the children it is about; those without an email first, then by name.

    Whoever writes a letter need not read who is whose parent, so the links are read round the scope, in one query.
    """
    today = establishments.local_day(establishment, at)
    links = establishments.told_links(at).filter(establishment=establishment, child__kind=Person.Kind.LEARNER)
    links = links.filter(here_on(today, "child__"), here_on(today, "parent__"))
    if group is not None:
        members = {person.pk for person in establishments.list_members(group, on=today)}
        links = links.filter(child__in=members)
    found: dict[Person, list[Person]] = defaultdict(list)
    for link in links.select_related("parent", "child").order_by("child__given_name", "child__family_name"):
        found[link.parent].append(link.child)
    return sorted(
        found.items(), key=lambda one: (bool(one[0].email), one[0].family_name, one[0].given_name, str(one[0].pk))
    )


def list_years(actor: AnyActor) -> list[Group]:
    """The year groups of a place in their order, where it has any; else the groups of its ages, by name."""
    groups = list(Group.visible_to(actor).exclude(kind=Group.Kind.CLASS).order_by("year", "name"))
    return [group for group in groups if group.kind == Group.Kind.YEAR] or groups


def list_own_years(actor: Actor, place: Establishment, at: datetime) -> list[Group]:
    """The year groups of the children whom this person may be told about now, by year; of a child in none its ages.

    Whoever is not a parent has none. A parent need not read who is in which group, so rows are read round the scope.
    """
    today = establishments.local_day(place, at)
    links = establishments.told_links(at).filter(
        establishment=place, parent=actor.person_id, child__kind=Person.Kind.LEARNER
    )
    children = list(links.filter(here_on(today, "child__")).values_list("child", flat=True))
    rows = GroupMembership._base_manager.filter(in_force(today), person__in=children).exclude(
        group__kind=Group.Kind.CLASS
    )
    of_child: dict[UUID, list[Group]] = defaultdict(list)
    for row in rows.select_related("group"):
        of_child[row.person_id].append(row.group)
    found = set()
    for groups in of_child.values():
        found |= {group for group in groups if group.kind == Group.Kind.YEAR} or set(groups)
    return sorted(found, key=lambda group: (group.year is None, group.year or 0, group.name))


def list_told(parents: Iterable[UUID] | QuerySet, at: datetime) -> dict[UUID, dict[str, str]]:
    """Of each of these people, about whom they may be told at this moment: keys of children with their first names.

    A letter that was made before is held against it whenever it is sent or read.
    """
    links = establishments.told_links(at).filter(parent__in=parents)
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for parent, child, known_as, given in links.values_list(
        "parent_id", "child_id", "child__known_as", "child__given_name"
    ):
        found[parent][str(child)] = known_as or given
    return dict(found)
