"""How many have agreed to what is in force: counted by the database, for audiences and for groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import without_excluded
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Group, GroupMembership, Person
from tutela.web.establishments.models.people import in_force
from tutela.web.policies.models import Acknowledgement, Version
from tutela.web.policies.queries.documents import list_in_force
from tutela.web.policies.queries.people import list_people_of, of_audience

AGREES, DISAGREES = Acknowledgement.Answer.AGREES, Acknowledgement.Answer.DISAGREES
FOR_CHILD = Acknowledgement.How.FOR_CHILD


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of whom have answered what."""

    total: int
    agreed: int
    refused: int

    @property
    def missing(self) -> int:
        """Nothing yet, or not now."""
        return self.total - self.agreed - self.refused

    @property
    def pct(self) -> float | None:
        """Of all who are asked; None where nobody is."""
        return round(100 * self.agreed / self.total, 1) if self.total else None


def last_answer(version: Version, person: str = "pk") -> Coalesce:
    """The answer of each row's person to a version: their own newest, and only where they gave none that of a parent.

    The index alone finds either.
    """
    rows = Acknowledgement._base_manager.filter(version=version, person=OuterRef(person)).order_by("-at")
    own, parents = rows.exclude(how=FOR_CHILD), rows.filter(how=FOR_CHILD)
    return Coalesce(Subquery(own.values("answer")[:1]), Subquery(parents.values("answer")[:1]))


def count_coverage(version: Version, today: date) -> Coverage:
    """Of everybody who is asked to agree to it."""
    rows = list_people_of(version.document, today).annotate(last=last_answer(version)).order_by()
    return _counted(rows.values_list("last").annotate(Count("pk")))


def _counted(pairs: Iterable[tuple[str | None, int]]) -> Coverage:
    found: dict[str | None, int] = {}
    for answer, number in pairs:
        found[answer] = found.get(answer, 0) + number
    return Coverage(sum(found.values()), found.get(AGREES, 0), found.get(DISAGREES, 0))


def count_by_group(version: Version, today: date) -> list[tuple[str, Coverage]]:
    """Of each class or cohort, by its name."""
    asked = list_people_of(version.document, today).values("pk")
    rows = GroupMembership._base_manager.filter(
        in_force(today), establishment_id=version.establishment_id, group__kind=Group.Kind.CLASS, person__in=asked
    )
    counted = rows.annotate(last=last_answer(version, "person_id")).order_by()
    found: dict[str, list[tuple[str | None, int]]] = {}
    for name, answer, number in counted.values_list("group__name", "last").annotate(Count("pk")):
        found.setdefault(name, []).append((answer, number))
    return [(name, _counted(pairs)) for name, pairs in sorted(found.items())]


def list_people(
    actor: AnyActor, version: Version, today: date, show: str, group: Group | None = None
) -> QuerySet[Person]:
    """Who is asked, with `last`: their answer. show: missing, refused, unsigned (either) or all. Nobody the actor is
    kept from.

    Refused are also those of whom a parent said no, whoever else agreed.

    group: only those of one class.
    """
    rows = without_excluded(list_people_of(version.document, today), actor)
    if group is not None:
        members = GroupMembership._base_manager.filter(in_force(today), group=group)
        rows = rows.filter(pk__in=members.values("person"))
    rows = rows.annotate(last=last_answer(version))
    missing = Q(last__isnull=True) | Q(last=Acknowledgement.Answer.NOT_NOW)
    refused = Q(last=DISAGREES) | Exists(_no_of_a_parent(version))
    wanted = {"missing": missing, "refused": refused, "unsigned": missing | refused}
    rows = rows.filter(wanted[show]) if show in wanted else rows
    return rows.order_by("family_name", "given_name", "pk")


def _no_of_a_parent(version: Version) -> QuerySet[Acknowledgement]:
    """The newest word of a parent for the row's person, where it is a no."""
    rows = Acknowledgement._base_manager.filter(version=version, how=FOR_CHILD)
    later = rows.filter(person=OuterRef("person"), by=OuterRef("by"), at__gt=OuterRef("at"))
    return rows.filter(~Exists(later), person=OuterRef("pk"), answer=DISAGREES)


def list_said(actor: AnyActor, version: Version, people: Iterable[Person]) -> dict[UUID, list[Acknowledgement]]:
    """What these people answered to a version, by the person: their own newest answer, and each parent's for them."""
    rows = Acknowledgement.visible_to(actor).filter(version=version, person__in=list(people))
    # a parent whom the actor is kept from is not quoted to them either
    rows = rows.filter(~Q(how=FOR_CHILD) | Q(pk__in=without_excluded(rows, actor, "by").values("pk")))
    rows = without_excluded(rows, actor, "person").select_related("by", "batch").order_by("at", "pk")
    newest = {(row.person_id, row.by_id if row.how == FOR_CHILD else None): row for row in rows}
    said: dict[UUID, list[Acknowledgement]] = {}
    for (person_id, _parent), row in newest.items():
        said.setdefault(person_id, []).append(row)
    return said


def count_unreached(establishment: Establishment, at: datetime) -> int:
    """Learners for whom no agreement is in force: of an age that none is written for, or of an age nobody knows."""
    today = establishments.local_day(establishment, at)
    rows = of_audience(establishment.pk, "learners", today)
    for version in list_in_force(establishment, kind="agreement", with_words=False):
        if version.document.audience == "learners":
            rows = rows.exclude(pk__in=list_people_of(version.document, today).values("pk"))
    return rows.count()


def count_learners_with_a_parent(version: Version, today: date) -> Coverage:
    """Of learners, those of whom a parent who answers for them has agreed to the parents' agreement."""
    parents = of_audience(version.establishment_id, "parents", today).annotate(last=last_answer(version))
    agreed = parents.filter(last=AGREES).values("pk")
    learners = of_audience(version.establishment_id, "learners", today)
    links = establishments.responsible_links().filter(child=OuterRef("pk"))
    total = learners.filter(Exists(links)).count()
    return Coverage(total, learners.filter(Exists(links.filter(parent__in=agreed))).count(), 0)


def count_understood(establishment: Establishment) -> float | None:
    """Of those who took the short check of what is in force, the share that had all right at the first try.

    Whatever they answered then; once it is sent, the page shows what is right.
    """
    versions = [version.pk for version in list_in_force(establishment, kind="agreement", with_words=False)]
    counted = count_understood_of(versions).values()
    took, right = sum(one.total for one in counted), sum(one.agreed for one in counted)
    return round(100 * right / took, 1) if took else None


def count_understood_of(versions: Iterable[UUID]) -> dict[UUID, Coverage]:
    """The same for each of these versions: how many took the check (`total`) and had all right (`agreed`)."""
    tries = Acknowledgement._base_manager.filter(asked__gt=0)
    earlier = tries.filter(version=OuterRef("version"), person=OuterRef("person"), at__lt=OuterRef("at"))
    rows = tries.filter(~Exists(earlier), version__in=versions).order_by()
    counted = rows.values_list("version").annotate(
        took=Count("pk"), understood=Count("pk", filter=Q(right_at_once=F("asked")))
    )
    return {version: Coverage(took, understood, 0) for version, took, understood in counted}


def list_differing_children(actor: AnyActor, version: Version) -> list[Person]:
    """Children for whom one parent agreed and another did not."""
    rows = Acknowledgement._base_manager.filter(version=version, how=FOR_CHILD)
    newest: dict[tuple[object, object], str] = {}
    for child, parent, answer in rows.order_by("at", "pk").values_list("person_id", "by_id", "answer"):
        newest[child, parent] = answer
    said: dict[object, set[str]] = {}
    for (child, _parent), answer in newest.items():
        said.setdefault(child, set()).add(answer)
    differ = [child for child, answers in said.items() if {AGREES, DISAGREES} <= answers]
    people = without_excluded(Person._base_manager.filter(pk__in=differ), actor)
    return list(people.order_by("family_name", "given_name"))
