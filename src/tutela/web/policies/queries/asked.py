"""What one person is asked to agree to, for themselves and for their children."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.policies.models import Acknowledgement, Version
from tutela.web.policies.queries.documents import list_in_force
from tutela.web.policies.queries.people import ages_of, list_people_of
from tutela.web.policies.rules.variants import EASY_READ, PICTURED


@dataclass(frozen=True, slots=True)
class Asked:
    """One agreement that is for somebody."""

    version: Version
    child: Person | None
    """For whom, where it is not for themselves."""
    last: Acknowledgement | None
    """Their own answer to this version; of a child, the one that this parent gave."""
    agreed_before: Version | None
    """The newest earlier version they agreed to."""

    @property
    def waits(self) -> bool:
        return _waits(self.last.answer if self.last else None)


def get_self(actor: AnyActor) -> Person | None:
    """Whoever acts; of a partner's tutor it may be a person of another establishment, so it is read round the scope."""
    return Person._base_manager.select_related("establishment").filter(pk=actor.person_id).first()


def list_asked(person: Person, establishment: Establishment, at: datetime) -> list[Asked]:
    """Everything that is for this person there now, what waits for them first."""
    today = establishments.local_day(establishment, at)
    versions = list_in_force(establishment, kind="agreement", with_words=False)
    children = [_asked(person, version, child) for version, child in _for_children(person, versions, at)]
    asked = [*_own(person, versions, today), *children]
    return sorted(asked, key=lambda one: (not one.waits, one.child is not None, one.version.title))


def find_asked(
    person: Person, establishment: Establishment, version_id: UUID, child_id: UUID | None, at: datetime
) -> Asked | None:
    """One of them; None where it is not for this person, or no longer in force."""
    today = establishments.local_day(establishment, at)
    versions = [one for one in list_in_force(establishment, kind="agreement") if one.pk == version_id]
    if child_id is None:
        return next(iter(_own(person, versions, today)), None)
    children = _for_children(person, versions, at)
    return next((_asked(person, version, child) for version, child in children if child.pk == child_id), None)


def count_waiting(person: Person, establishment: Establishment, at: datetime) -> int:
    """How many agreements wait for their answer, for themselves and for their children."""
    versions = list_in_force(establishment, kind="agreement", with_words=False)
    today = establishments.local_day(establishment, at)
    mine = _for_them(person, versions, today)
    rows = _answers(person, None).filter(version__in=[one.pk for one in mine]).order_by("at", "pk")
    last = dict(rows.values_list("version", "answer"))
    return sum(_waits(last.get(one.pk)) for one in mine) + _count_for_children(person, versions, at)


def _count_for_children(person: Person, versions: Sequence[Version], at: datetime) -> int:
    """What waits for a parent's answer; home asks it of everybody, so the answers are read in one question."""
    asked = [(version.pk, child.pk) for version, child in _for_children(person, versions, at)]
    rows = Acknowledgement._base_manager.filter(by=person, person__in={child for _version, child in asked})
    newest_last = rows.order_by("at", "pk").values_list("version", "person", "answer")
    last = {(version, child): answer for version, child, answer in newest_last}
    return sum(_waits(last.get(one)) for one in asked)


def find_easy_read(version: Version) -> Version | None:
    """What may be read and signed in easy read instead of this version: in force, for the same people, their youngest
    too. None where there is none, or this one is read by pictures itself.
    """
    document = version.document
    if document.reading in PICTURED:
        return None
    youngest = document.ages_from or 0
    others = list_in_force(document.establishment, kind="agreement")
    fitting = [
        one
        for one in others
        if one.document.reading == EASY_READ
        and one.document.audience == document.audience
        and ages_of(one.document).hold(youngest)
    ]
    return fitting[0] if fitting else None


def _for_them(person: Person, versions: Sequence[Version], today: date) -> list[Version]:
    return [one for one in versions if list_people_of(one.document, today).filter(pk=person.pk).exists()]


def _own(person: Person, versions: Sequence[Version], today: date) -> list[Asked]:
    return [_asked(person, version, None) for version in _for_them(person, versions, today)]


def _for_children(person: Person, versions: Sequence[Version], at: datetime) -> Iterator[tuple[Version, Person]]:
    """Each agreement with each child for whom this person is asked, none of them a child they are kept from."""
    children = list(establishments.told_links(at).filter(parent=person).values_list("child", flat=True))
    for version in versions:
        if children and version.document.audience == "learners":
            today = establishments.local_day(version.document.establishment, at)
            for child in list_people_of(version.document, today).filter(pk__in=children):
                yield version, child


def _answers(person: Person, child: Person | None) -> QuerySet[Acknowledgement]:
    """What a child answers is theirs, and what a parent answers for them the parent's; each sees only their own."""
    if child is not None:
        return Acknowledgement._base_manager.filter(person=child, by=person)
    return Acknowledgement._base_manager.filter(person=person).exclude(how=Acknowledgement.How.FOR_CHILD)


def _asked(person: Person, version: Version, child: Person | None) -> Asked:
    rows = _answers(person, child).select_related("version").order_by("-at", "-pk")
    earlier = rows.filter(version__document=version.document, version__number__lt=version.number)
    agreed = earlier.filter(answer=Acknowledgement.Answer.AGREES).first()
    return Asked(version, child, rows.filter(version=version).first(), agreed.version if agreed else None)


def _waits(answer: str | None) -> bool:
    return answer in (None, Acknowledgement.Answer.NOT_NOW)
