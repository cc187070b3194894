"""The e-safety group as it stands: terms, members, missing perspectives, meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.responsibilities.models import Decision, Meeting, Member, Minutes, TermsOfReference
from tutela.web.responsibilities.models.group import Perspectives, sits_in_it
from tutela.web.responsibilities.queries.duties import roles_of
from tutela.web.responsibilities.rules import group as rules
from tutela.web.responsibilities.rules.group import Perspective


@dataclass(frozen=True, slots=True)
class Sitting:
    """A member, called as this reader may know them."""

    member: Member
    name: str
    counts: bool
    """False for those who look after the technology alone, where that is not the seat for it."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A perspective with who brings it in."""

    perspective: str
    words: str
    is_needed: bool
    members: list[Sitting]

    @property
    def is_missing(self) -> bool:
        return self.is_needed and not any(one.counts for one in self.members)


def may_read_group(actor: AnyActor) -> bool:
    """Whoever may read reviews, and staff who sit in it."""
    return actor.may(Permission.REVIEW_READ) or sits_in_it(actor)


def get_terms(actor: AnyActor) -> TermsOfReference | None:
    """The terms of reference that count."""
    return TermsOfReference.visible_to(actor).order_by("-number").first()


def list_terms(actor: AnyActor) -> QuerySet[TermsOfReference]:
    """All of them, the newest first."""
    return TermsOfReference.visible_to(actor).select_related("by").order_by("-number")


def list_members(actor: AnyActor) -> list[Member]:
    """Who sits in the group now: whoever chairs it first, then in the order of the perspectives."""
    order = list(Perspectives.values)
    rows = Member.visible_to(actor).filter(end__isnull=True).select_related("person")
    return sorted(rows, key=lambda row: (not row.chairs, order.index(row.perspective), row.person.family_name))


def name_members(actor: AnyActor, establishment: Establishment, people: Iterable[Person]) -> dict[UUID, str]:
    """How the people of the group are called before this reader.

    Whoever works here has a name for all of them; a learner or parent only for those who may see who they are.
    """
    found = {person.pk: person for person in people}
    private = {pk for pk, person in found.items() if person.kind in (Person.Kind.LEARNER, Person.Kind.PARENT)}
    seen: set[UUID] = set()
    if private:
        kept_from = actor.exclusions - {actor.person_id}
        rows = Person.visible_to(actor).filter(pk__in=private).exclude(pk__in=kept_from)
        seen = set(rows.values_list("pk", flat=True))
    nameless = {
        Person.Kind.LEARNER: _("a %(learner)s") % {"learner": establishments.terms_of(establishment).learner},
        Person.Kind.PARENT: _("a parent or carer"),
    }
    return {pk: nameless[person.kind] if pk in private - seen else person.full_name for pk, person in found.items()}


def list_seats(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[Seat]:
    """Every perspective with who brings it in, the needed ones first."""
    members = list_members(actor)
    roles = roles_of(establishment, {row.person_id for row in members}, at=at)
    names = name_members(actor, establishment, [row.person for row in members])
    seats = []
    for perspective, words in Perspectives.choices:
        here = [
            Sitting(row, names[row.person_id], rules.counts(perspective, roles.get(row.person_id, ())))
            for row in members
            if row.perspective == perspective
        ]
        seats.append(Seat(perspective, str(words), perspective in rules.NEEDED, here))
    return seats


def list_missing(establishment: Establishment, *, at: datetime) -> list[Perspective]:
    """The needed perspectives that nobody brings in, for the system's own work."""
    system = SystemActor("perspectives of the e-safety group", establishment.pk)
    members = list_members(system)
    roles = roles_of(establishment, {row.person_id for row in members}, at=at)
    return rules.list_missing((row.perspective, roles.get(row.person_id, ())) for row in members)


def has_group(establishment: Establishment) -> bool:
    """Whether anybody ever sat in it."""
    return Member._base_manager.filter(establishment=establishment).exists()


def get_coming(actor: AnyActor, today: date) -> Meeting | None:
    """The next day on which it meets."""
    return _meetings(actor).filter(on__gte=today, has_minutes=False).order_by("on").first()


def list_unwritten(actor: AnyActor, today: date) -> QuerySet[Meeting]:
    """Days on which it met and of which there are no minutes, the newest first."""
    return _meetings(actor).filter(on__lt=today, has_minutes=False).order_by("-on")


def list_written(actor: AnyActor) -> QuerySet[Meeting]:
    """Days on which it met and of which there are minutes, the newest first."""
    return _meetings(actor).filter(has_minutes=True).order_by("-on")


def _meetings(actor: AnyActor) -> QuerySet[Meeting]:
    written = Minutes._base_manager.filter(meeting=OuterRef("pk"))
    return Meeting.visible_to(actor).filter(called_off=False).annotate(has_minutes=Exists(written))


def get_minutes(actor: AnyActor, meeting: Meeting) -> Minutes | None:
    """The minutes that count."""
    rows = Minutes.visible_to(actor).filter(meeting=meeting).select_related("by").prefetch_related("present__person")
    return rows.order_by("-number").first()


def list_decisions(actor: AnyActor, meeting: Meeting) -> QuerySet[Decision]:
    """What was decided, in its order."""
    return Decision.visible_to(actor).filter(meeting=meeting).select_related("action", "action__owner").order_by("at")


def get_last_met(establishment: Establishment, *, at: datetime) -> tuple[date, UUID] | None:
    """The newest day that has minutes, and its meeting; for the system's own work."""
    today = establishments.local_day(establishment, at)
    rows = Meeting._base_manager.filter(establishment=establishment, on__lte=today, minutes__isnull=False)
    last = rows.order_by("-on").first()
    return (last.on, last.pk) if last else None


def list_own_seats(actor: AnyActor) -> list[str]:
    """The perspectives for which the actor sits in the group, in words."""
    if actor.person_id is None:
        return []
    rows = Member.visible_to(actor).filter(person_id=actor.person_id, end__isnull=True)
    return [row.get_perspective_display() for row in rows]
