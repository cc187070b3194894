"""What one person is asked to agree to, for themselves and for their children."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.policies.models import Acknowledgement, Version
from tutela.web.policies.queries.documents import list_in_force
from tutela.web.policies.queries.people import list_people_of, may_be_asked


@dataclass(frozen=True, slots=True)
class Asked:
    """One agreement that is for somebody."""

    version: Version
    child: Person | None
    """For whom, where it is not for themselves."""
    last: Acknowledgement | None
    """Their answer to this version; of a child, the child's own or the one that this parent gave."""
    agreed_before: Version | None
    """The newest earlier version they agreed to."""

    @property
    def waits(self) -> bool:
        return self.last is None or self.last.answer == Acknowledgement.Answer.NOT_NOW


def get_self(actor: AnyActor) -> Person | None:
    """Whoever acts; of a partner's tutor it may be a person of another establishment, so it is read round the scope."""
    return Person._base_manager.select_related("establishment").filter(pk=actor.person_id).first()


def list_asked(person: Person, establishment: Establishment, at: datetime) -> list[Asked]:
    """Everything that is for this person there now, what waits for them first."""
    today = establishments.local_day(establishment, at)
    versions = list_in_force(establishment, kind="agreement")
    mine = [one for one in versions if list_people_of(one.document, today).filter(pk=person.pk).exists()]
    asked = [_asked(person, version, None) for version in mine]
    children = [one.child for one in may_be_asked().filter(parent=person).select_related("child__establishment")]
    for version in versions:
        if version.document.audience == "learners":
            asked += [_asked(person, version, child) for child in children if _reaches(version, child, at)]
    return sorted(asked, key=lambda one: (not one.waits, one.child is not None, one.version.title))


def _reaches(version: Version, child: Person, at: datetime) -> bool:
    today = establishments.local_day(child.establishment, at)
    return list_people_of(version.document, today).filter(pk=child.pk).exists()


def find_asked(
    person: Person, establishment: Establishment, version_id: UUID, child_id: UUID | None, at: datetime
) -> Asked | None:
    """One of them; None where it is not for this person, or no longer in force."""
    return next(
        (
            one
            for one in list_asked(person, establishment, at)
            if one.version.pk == version_id and (one.child.pk if one.child else None) == child_id
        ),
        None,
    )


def count_waiting(person: Person, establishment: Establishment, at: datetime) -> int:
    """How many agreements wait for their own answer."""
    return sum(one.waits for one in list_asked(person, establishment, at) if one.child is None)


def _asked(person: Person, version: Version, child: Person | None) -> Asked:
    rows = Acknowledgement._base_manager.filter(person=child or person)
    # what a child answers is theirs; of two parents each sees only their own answer
    rows = rows.filter(by=person) if child else rows
    rows = rows.select_related("version").order_by("-at", "-pk")
    earlier = rows.filter(version__document=version.document, version__number__lt=version.number)
    agreed = earlier.filter(answer=Acknowledgement.Answer.AGREES).first()
    return Asked(version, child, rows.filter(version=version).first(), agreed.version if agreed else None)
