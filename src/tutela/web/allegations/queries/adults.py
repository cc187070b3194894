"""Whether a name certainly means an adult who works somewhere, before a concern goes to the safeguarding team."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from tutela.web.allegations import rules
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.concerns.words import WHOEVER_WROTE
from tutela.web.establishments.models import Person

WORKING = (Person.Kind.STAFF, Person.Kind.PARTNER)


def list_certain(place: Any, people: Iterable[PersonInConcern]) -> list[PersonInConcern]:
    """Of these who may have caused harm, those who were chosen among staff and partners' staff of the place, supply
    included, or whose name as it was typed can mean nobody else there.
    """
    alleged = [one for one in people if one.role == "alleged"]
    if not alleged:
        return []
    rows = _list_people(place)
    chosen = set(rows.filter(pk__in=[one.person_id for one in alleged], kind__in=WORKING).values_list("pk", flat=True))
    return [one for one in alleged if (one.person_id in chosen if one.person_id else _is_certain(one.name, rows))]


def _is_certain(typed: str, rows: QuerySet[Person]) -> bool:
    found = [one for one in rows.filter(kind__in=WORKING) if rules.names_adult(typed, *_names(one))]
    if not found:
        return False
    same = Q()
    for one in found:
        same |= Q(family_name__iexact=one.family_name) | Q(given_name__iexact=one.given_name)
    others = rows.filter(same).exclude(kind__in=WORKING)
    return not any(rules.names_other(typed, one.kind == Person.Kind.LEARNER, *_names(one)) for one in others)


def _names(person: Person) -> tuple[str, str]:
    return f"{person.given_name} {person.known_as}", person.family_name


def list_possible(place: Any, people: Iterable[PersonInConcern]) -> list[str]:
    """The names of those who may have caused harm and may be somebody who works there, for a person to decide on."""
    alleged = [one for one in people if one.role == "alleged"]
    if not alleged:
        return []
    chosen = {one.person_id for one in list_certain(place, alleged) if one.person_id}
    working = [_names(one) for one in _list_people(place).filter(kind__in=WORKING)]
    return [
        one.name
        for one in alleged
        if one.person_id in chosen or (one.person_id is None and rules.may_work_here(one.name, working))
    ]


def _list_people(place: Any) -> QuerySet[Person]:
    """Everybody of a place; whoever comes for hours holds a role there, and is on another's list of people."""
    return Person._base_manager.filter(Q(establishment=place) | Q(role_holdings__establishment=place)).distinct()


def list_learners(place: Any, people: Iterable[PersonInConcern]) -> list[PersonInConcern]:
    """Of these, the learners of the place, and names that may be a learner's: not those of adults who work there, and
    not whoever wrote of themselves without a name.
    """
    people = list(people)
    rows = _list_people(place)
    chosen = rows.filter(pk__in=[one.person_id for one in people if one.person_id], kind=Person.Kind.LEARNER)
    learners = set(chosen.values_list("pk", flat=True))
    return [
        one
        for one in people
        if (one.person_id in learners)
        or (one.person_id is None and one.name != str(WHOEVER_WROTE) and not _is_certain(one.name, rows))
    ]
