"""Who is asked to agree to what: rows of people, narrowed by the database alone so that 50,000 are no matter."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from tutela.web.establishments.models import GroupMembership, Person, RoleHolding
from tutela.web.establishments.models.people import PARTNER, in_force
from tutela.web.establishments.queries import is_no_guest, responsible_links
from tutela.web.policies.models import Document
from tutela.web.policies.rules.days import born_after
from tutela.web.policies.rules.variants import EASY_READ, GOVERNORS, Ages


def ages_of(document: Document) -> Ages:
    """For which ages it is meant."""
    return Ages(document.ages_from, document.ages_below)


def list_people_of(document: Document, today: date) -> QuerySet[Person]:
    """Everybody who is here on that day and is asked. Visitors are known to nobody beforehand, and what is in easy read
    is read instead of what one is asked.
    """
    if document.reading == EASY_READ:
        return Person._base_manager.none()
    return of_audience(document.establishment_id, document.audience, today, ages_of(document))


def of_audience(establishment_id: int, audience: str, today: date, ages: Ages | None = None) -> QuerySet[Person]:
    """The people of an audience; of learners, those of these ages."""
    rows = _here(Person._base_manager.filter(establishment_id=establishment_id), today)
    holds = RoleHolding._base_manager.filter(in_force(today), person=OuterRef("pk"), establishment_id=establishment_id)
    teaches = Exists(holds.filter(role=PARTNER))  # some of them belong to another establishment
    governs, works = Exists(holds.filter(role__in=GOVERNORS)), Exists(holds.exclude(role__in=GOVERNORS))
    if audience == Document.Audience.LEARNERS:
        return _of_ages(rows.filter(kind=Person.Kind.LEARNER), today, ages or Ages())
    if audience == Document.Audience.STAFF:
        return rows.filter(kind=Person.Kind.STAFF).filter(works | ~governs)
    if audience == Document.Audience.GOVERNORS:
        return rows.filter(governs)
    if audience == Document.Audience.PARENTS:
        return rows.filter(Exists(responsible_links().filter(parent=OuterRef("pk"))))
    if audience == Document.Audience.PARTNERS:
        partners = rows.filter(is_no_guest(), kind=Person.Kind.PARTNER)
        return _here(Person._base_manager.filter(Q(pk__in=partners) | teaches), today)
    return rows.none()


def _here(rows: QuerySet[Person], today: date) -> QuerySet[Person]:
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=today))


def _of_ages(rows: QuerySet[Person], today: date, ages: Ages) -> QuerySet[Person]:
    if ages == Ages():
        return rows
    by_birth = Q(born_on__isnull=False)
    if ages.first is not None:
        by_birth &= Q(born_on__lte=born_after(today, ages.first))
    if ages.below is not None:
        by_birth &= Q(born_on__gt=born_after(today, ages.below))
    member = GroupMembership._base_manager.filter(in_force(today), person=OuterRef("pk"))
    by_group = Q(born_on__isnull=True) & Exists(member.filter(group__age_band__in=ages.bands))
    return rows.filter(by_birth | by_group)
