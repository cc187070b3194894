"""Who owes which training, and how it stands with each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.permissions import Permission
from tutela.web.education.models import Training
from tutela.web.education.rules import training as rules
from tutela.web.education.shipped.training import Course, list_courses
from tutela.web.establishments.models import Establishment, Person, RoleHolding
from tutela.web.establishments.models.people import here_on, in_force
from tutela.web.establishments.queries import local_day

Done = dict[tuple[UUID, str], list[tuple[date, date | None]]]
"""By person and course, each time it was done with the end of the certificate, if any."""


@dataclass(frozen=True, slots=True)
class Owing:
    """One person who owes training here, and how each course stands."""

    person: Person
    audiences: frozenset[str]
    owed: tuple[rules.Owed, ...]
    roles: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all of it counts."""
        return all(one.counts for one in self.owed)

    @property
    def soon_over(self) -> list[rules.Owed]:
        """What counts and soon does no longer."""
        return [one for one in self.owed if one.state == rules.SOON_OVER]

    @property
    def is_partner(self) -> bool:
        """Whether they come from a partner."""
        return self.person.kind == Person.Kind.PARTNER


def list_owing(actor: AnyActor, establishment: Establishment, *, at: datetime, only: UUID | None = None) -> list[Owing]:
    """Everybody who owes training there now and whom the actor may read about, by name; `only` one of them.

    Two questions for all. The software reads everybody; a person themselves, and others where they share out duties.
    """
    if actor.establishment_id not in (None, establishment.pk):
        return []
    today = local_day(establishment, at)
    # those of a partner belong to another establishment, so this asks by where the role is held
    roles = {role for group in rules.ROLES.values() for role in group}
    held = RoleHolding._base_manager.filter(
        in_force(today), here_on(today, "person__"), establishment=establishment, role__in=roles
    )
    held = held.filter(person_id=only) if only else held
    roles_of: dict[Person, set[str]] = defaultdict(set)
    for holding in held.select_related("person"):
        roles_of[holding.person].add(holding.role)
    done, courses = _done(actor, establishment, only), list_courses().values()
    readable = [(person, theirs) for person, theirs in roles_of.items() if _may_read(actor, person)]
    found = [_owing(person, theirs, courses, done, today) for person, theirs in readable]
    return sorted(found, key=lambda one: (one.person.family_name, one.person.given_name, str(one.person.pk)))


def get_owing(actor: AnyActor, establishment: Establishment, person_id: UUID | None, *, at: datetime) -> Owing | None:
    """One of them; None for whoever owes nothing here or must not be seen."""
    return next(iter(list_owing(actor, establishment, at=at, only=person_id)), None) if person_id else None


def list_everybody(establishment: Establishment, *, at: datetime) -> list[Owing]:
    """As the place's own figures are counted: over everybody, whoever looks. Show numbers of it and nobody."""
    return list_owing(SystemActor("training", establishment.pk), establishment, at=at)


def list_trainings(actor: AnyActor, person_id: UUID | None) -> QuerySet[Training]:
    """All that was noted of one person, the newest first, what was struck too."""
    rows = Training.visible_to(actor).filter(person_id=person_id).exclude(person_id=None)
    return rows.select_related("by", "struck", "struck__by").order_by("-done_on", "-at")


def _may_read(actor: AnyActor, person: Person) -> bool:
    if actor.is_system or person.pk == actor.person_id:
        return True
    return actor.may(Permission.DUTY_ASSIGN) and person.pk not in actor.exclusions


def _done(actor: AnyActor, establishment: Establishment, only: UUID | None) -> Done:
    rows = Training.visible_to(actor).filter(establishment=establishment, struck=None)
    rows = rows.filter(person_id=only) if only else rows
    found: Done = defaultdict(list)
    for person_id, course, done_on, expires_on in rows.values_list("person_id", "course", "done_on", "expires_on"):
        found[person_id, course].append((done_on, expires_on))
    return found


def _owing(person: Person, roles: set[str], courses: Iterable[Course], done: Done, today: date) -> Owing:
    audiences = rules.audiences_of(roles)
    owed = rules.courses_of(audiences, courses)
    stands = (rules.stand(course, done.get((person.pk, course.id), ()), today) for course in owed)
    return Owing(person, frozenset(audiences), tuple(stands), tuple(sorted(roles)))
