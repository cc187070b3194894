"""Every duty of an establishment with who has a part in it now, and what is wrong with that."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import get_roles
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person, RoleHolding
from tutela.web.establishments.models.people import in_force
from tutela.web.responsibilities.duties import Duty, Section, list_sections
from tutela.web.responsibilities.models import Assignment
from tutela.web.responsibilities.models.duties import Parts
from tutela.web.responsibilities.rules import duties as rules
from tutela.web.responsibilities.rules.duties import Flaw, Part


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody's part in a duty."""

    assignment: Assignment
    role: str
    """In which role, in words; "" where they took it in none."""

    @property
    def name(self) -> str:
        return self.assignment.person.full_name


@dataclass(frozen=True, slots=True)
class Held:
    """A duty and who has which part in it."""

    duty: Duty
    section: str
    should: str
    """The role that should answer for it, in words."""
    parts: Mapping[str, Sequence[Holder]]
    flaw: Flaw | None

    @property
    def accountable(self) -> Holder | None:
        return next(iter(self.parts.get(Part.ACCOUNTABLE, ())), None)

    def of(self, part: str) -> Sequence[Holder]:
        return self.parts.get(part, ())

    @property
    def responsible(self) -> Sequence[Holder]:
        return self.of(Part.RESPONSIBLE)

    @property
    def consulted(self) -> Sequence[Holder]:
        return self.of(Part.CONSULTED)

    @property
    def informed(self) -> Sequence[Holder]:
        return self.of(Part.INFORMED)


def sections_of(establishment: Establishment) -> list[Section]:
    """The duties that an establishment has, in its own words."""
    terms = establishments.terms_of(establishment)
    return list_sections(establishment.nation, establishment.sector, establishment.phase, terms)


def roles_of(
    establishment: Establishment, people: Collection[UUID] | None = None, *, at: datetime
) -> dict[UUID, tuple[str, ...]]:
    """The roles that people hold there now, in the order of roles.yaml, in one query; nobody's who holds none.

    Without `people` everybody's who may take a duty: the roles of learners and parents are left out.
    For the system's own judgement of who may take a duty, so the rows are read round the scope.
    """
    rows = RoleHolding._base_manager.filter(
        in_force(establishments.local_day(establishment, at)), establishment=establishment
    )
    rows = rows.exclude(role__in=rules.NEVER) if people is None else rows.filter(person__in=people)
    order = list(get_roles())
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, role in rows.values_list("person_id", "role"):
        if role in order:
            found[person].add(role)
    return {person: tuple(sorted(roles, key=order.index)) for person, roles in found.items()}


def list_duties(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[Held]:
    """Every duty of the establishment, in the order of the library, for whoever may see who holds it."""
    current = Assignment.visible_to(actor).filter(establishment=establishment, end__isnull=True)
    rows = list(current.select_related("person").order_by("from_on", "at"))
    roles = roles_of(establishment, at=at)
    held_roles = {role for some in roles.values() for role in some}
    terms = establishments.terms_of(establishment)
    by_duty: dict[str, dict[str, list[Holder]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        said = terms.role(row.as_role) if row.as_role in get_roles() else ""
        by_duty[row.duty][row.part].append(Holder(row, said))
    found = []
    for section in sections_of(establishment):
        for duty in section.duties:
            parts = by_duty.get(duty.id, {})
            first = next(iter(parts.get(Part.ACCOUNTABLE, ())), None)
            flaw = rules.find_flaw(
                lead=duty.lead,
                role=duty.role,
                holder_roles=roles.get(first.assignment.person_id, ()) if first else None,
                role_is_held=duty.role in held_roles,
            )
            found.append(Held(duty, section.title, terms.role(duty.role), parts, flaw))
    return found


def get_duty(actor: AnyActor, establishment: Establishment, duty: str, *, at: datetime) -> Held | None:
    """One duty by its id; None where the establishment has none of that name."""
    return next((one for one in list_duties(actor, establishment, at=at) if one.duty.id == duty), None)


def list_usual(duties: Iterable[Held], establishment: Establishment, *, at: datetime) -> list[tuple[Held, Person]]:
    """Those that nobody answers for, each with the one person whose role usually does, where there is just one."""
    roles = roles_of(establishment, at=at)
    people = Person._base_manager.filter(pk__in=roles).select_related("establishment")
    here = [person for person in people if not establishments.has_left(person, at=at)]
    found = []
    for held in duties:
        holders = [person for person in here if held.duty.role in roles[person.pk]]
        if held.accountable is None and len(holders) == 1:
            found.append((held, holders[0]))
    return found


def list_history(actor: AnyActor, establishment: Establishment, duty: str) -> QuerySet[Assignment]:
    """Everybody who had or has a part in a duty, the newest first."""
    rows = Assignment.visible_to(actor).filter(establishment=establishment, duty=duty)
    return rows.select_related("person", "by", "end", "end__by").order_by("-at", "-from_on")


def list_own(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[tuple[Duty, str]]:
    """The duties that the actor has a part in, with that part in words; what they answer for first."""
    order = list(Part)
    rows = Assignment.visible_to(actor).filter(person_id=actor.person_id, end__isnull=True)
    known = {duty.id: duty for section in sections_of(establishment) for duty in section.duties}
    mine = [(known[row.duty], row.part) for row in rows if row.duty in known]
    mine.sort(key=lambda one: (order.index(Part(one[1])), one[0].title))
    return [(duty, str(Parts(part).label)) for duty, part in mine]


def count_assigned(establishment: Establishment, *, at: datetime) -> float | None:
    """The share of the duties (0-100) that somebody answers for who is still here; counts nobody by name."""
    known = {duty.id for section in sections_of(establishment) for duty in section.duties}
    rows = Assignment._base_manager.filter(
        establishment=establishment, part=Part.ACCOUNTABLE, end__isnull=True, duty__in=known
    )
    holders = {row.duty: row for row in rows.select_related("person__establishment") if not _has_gone(row.person, at)}
    return rules.share_assigned(holders, known)


def _has_gone(person: Person, at: datetime) -> bool:
    return establishments.has_left(person, at=at)
