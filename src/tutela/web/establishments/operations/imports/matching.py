"""Which person a row means: by reference, else by login, else by a name that fits one person alone.

Everything that a few hundred rows need is asked for at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext as _

from tutela.web.accounts.models import User
from tutela.web.establishments.importing.lines import Line
from tutela.web.establishments.models import (
    EarlierLogin,
    Establishment,
    Group,
    GroupMembership,
    ParentLink,
    Person,
    RoleHolding,
)

PERSON_KIND = {"learners": "learner", "staff": "staff", "parents": "parent", "partners": "partner"}


class Known:
    """What is known of the people whom some rows may mean. Reads round the scope: an import is of one establishment."""

    def __init__(self, establishment: Establishment, lines: Iterable[Line], today: date) -> None:
        self.establishment = establishment
        self.today = today
        lines = list(lines)
        references = _lower(lines, "reference", "child")
        logins = _lower(lines, "login", "child")
        names = {_name_of(line) for line in lines}
        here = Person._base_manager.filter(establishment=establishment)
        people = here.annotate(
            lower_login=Lower("login"),
            lower_reference=Lower("reference"),
            # the two together: apart, five hundred of each would be those of thousands of people
            whole_name=Concat("given_name", Value("|"), "family_name"),
        )
        found = people.filter(
            Q(lower_reference__in=references - {""}) | Q(lower_login__in=logins - {""}) | Q(whole_name__in=names)
        )
        self.by_reference: dict[str, Person] = {}
        self.by_login: dict[str, Person] = {}
        self.by_name: dict[tuple[str, str], list[Person]] = defaultdict(list)
        people_here = {person.pk: person for person in found}
        for person in people_here.values():
            self.remember(person)
        had = EarlierLogin._base_manager.filter(establishment=establishment).annotate(lower=Lower("login"))
        self.had_login: dict[str, UUID] = dict(had.filter(lower__in=logins).values_list("lower", "person_id"))
        accounts = User.objects.annotate(lower=Lower("login")).filter(lower__in=logins - {""})
        self.accounts: dict[str, UUID] = dict(accounts.values_list("lower", "pk"))
        self.groups = list(Group._base_manager.filter(establishment=establishment))
        here_too = {"establishment_id": establishment.pk}  # a partner's tutor may be in groups elsewhere too
        self.memberships = _by_person(GroupMembership, people_here, today, **here_too)
        groups = {group.pk: group for group in self.groups}
        for membership in (row for rows in self.memberships.values() for row in rows):
            membership.group = groups[membership.group_id]
        self.roles = _by_person(RoleHolding, people_here, today, **here_too)
        links = ParentLink._base_manager.filter(parent__in=people_here, until=None)
        self.links = {(link.parent_id, link.child_id): link for link in links}

    def remember(self, person: Person) -> None:
        """Let later rows find this person too."""
        if person.reference:
            self.by_reference[person.reference.casefold()] = person
        if person.login:
            self.by_login[person.login.casefold()] = person
        self.by_name[(person.given_name.casefold(), person.family_name.casefold())].append(person)

    def find_child(self, text: str) -> Person | None:
        """Whom a parent's row names as the child."""
        return self.by_reference.get(text.casefold()) or self.by_login.get(text.casefold())

    def find(self, line: Line, kind: str) -> Person | None:
        """The person whom the row means, or None when it is a new one; faults of the row say what does not fit."""
        reference, login = (str(line.values.get(key) or "").casefold() for key in ("reference", "login"))
        numbered, named = self.by_reference.get(reference), self.by_login.get(login)
        if numbered and named and numbered != named:
            line.refuse(
                "login",
                _("belongs to somebody else than the reference: to %(name)s") % {"name": named},
                _("Compare both with your records."),
            )
            return None
        person = numbered or named or self._find_by_name(line, kind)
        if named and not numbered and reference and named.reference:
            line.refuse(
                "login",
                _("belongs to %(name)s, whose reference is another") % {"name": named},
                _("Compare both with your records."),
            )
            return None
        if person and not self._fits(person, kind):
            line.refuse(
                "reference" if numbered else "login",
                _("belongs to %(name)s, who is %(kind)s") % {"name": person, "kind": person.get_kind_display().lower()},
                _("Give this person another, or import the row with the others of that kind."),
            )
            return None
        self._check_login(line, person, login)
        if person is None and login in self.accounts and kind in ("staff", "partners"):
            line.refuse(
                "login",
                _("is taken: somebody signs in to Tutela with it already"),
                _("Choose another login, or give that person a role here."),
            )
        return person

    def _fits(self, person: Person, kind: str) -> bool:
        # staff, and adult learners, may be the parents of somebody here
        return kind == "parents" or person.kind == PERSON_KIND[kind]

    def _check_login(self, line: Line, person: Person | None, login: str) -> None:
        had_by = self.had_login.get(login)
        if had_by and (person is None or had_by != person.pk) and login:
            line.refuse(
                "login",
                _("was somebody else’s until they got another, and old records are found by it"),
                _("Choose another login."),
            )

    def _find_by_name(self, line: Line, kind: str) -> Person | None:
        """Somebody of exactly this name and kind whom nothing tells apart from the row, if there is one alone."""
        name = tuple(str(line.values.get(key) or "").casefold() for key in ("given_name", "family_name"))
        reference, login = line.values.get("reference"), line.values.get("login")
        same = [
            person
            for person in self.by_name.get((name[0], name[1]), ())
            if person.kind == PERSON_KIND[kind]
            and not (reference and person.reference)
            and not (login and person.login)
            and all(_agree(line.values.get(key), getattr(person, key)) for key in ("born_on", "email"))
        ]
        if kind == "parents":  # a name says little of a parent; the same child, or the same address, says enough
            child = self.find_child(line.values.get("child") or "")
            same = [
                p for p in same if (child and (p.pk, child.pk) in self.links) or line.values.get("email") == p.email
            ]
        if reference or login:  # a key that is not known yet joins somebody only where more than the name agrees
            same = [p for p in same if any(line.values.get(k) and getattr(p, k) for k in ("born_on", "email"))]
        if len(same) > 1:
            line.refuse(
                "given_name",
                _("and family name are those of %(count)s people here") % {"count": len(same)},
                _("Add a column with their references."),
            )
        return same[0] if len(same) == 1 else None


def _agree(mine: Any, theirs: Any) -> bool:
    return not mine or not theirs or mine == theirs


def _name_of(line: Line) -> str:
    return f"{line.values.get('given_name') or ''}|{line.values.get('family_name') or ''}"


def _lower(lines: Iterable[Line], *keys: str) -> set[str]:
    return {str(line.values.get(key) or "").casefold() for line in lines for key in keys}


def _by_person(model: Any, people: dict[UUID, Person], today: date, **more: Any) -> dict[UUID, list[Any]]:
    lasts = Q(until_on__isnull=True) | Q(until_on__gt=today)
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in model._base_manager.filter(lasts, person__in=people, **more):
        found[row.person_id].append(row)
    return found
