"""Whose cases are whose: the tables of concerns are asked through the cases that the actor may see."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.queries.outside import visible_concern_ids
from tutela.web.core.actor import AnyActor


def _rows(actor: AnyActor, name: str) -> Any:
    model: Any = apps.get_model("concerns", name)
    return model.in_scope(actor)


def cases_of(actor: AnyActor, person_id: UUID) -> QuerySet:
    """The cases with somebody in them, of those that the actor may see, oldest first; reporting is not being in it."""
    found = {case for cases in _cases_by_person(actor, [person_id]).values() for case in cases}
    return _rows(actor, "SafeguardingCase").filter(pk__in=_visible(actor, found)).order_by("opened_at")


def count_single_concerns(actor: AnyActor, person_id: UUID) -> int:
    """Concerns about somebody that are in no case: they do not go along."""
    involved = _rows(actor, "Involved").filter(person=person_id, concern__isnull=False).exclude(role="reporter")
    found = set(involved.values_list("concern", flat=True))
    found -= set(
        _rows(actor, "ConcernEntry").filter(kind="in-case", concern__in=found).values_list("concern", flat=True)
    )
    return int(visible_concern_ids(actor).filter(pk__in=found).count())


def leavers_in_cases(actor: AnyActor) -> Any:
    """Learners with a last day who are in a case that the actor may see."""
    people: Any = apps.get_model("establishments", "Person")
    leavers = people.in_scope(actor).filter(kind="learner", left_on__isnull=False)
    found = _cases_by_person(actor, leavers.values("pk"))
    visible = _visible(actor, {case for cases in found.values() for case in cases})
    return leavers.filter(pk__in=[person for person, cases in found.items() if cases & visible])


def went_by_mistake(actor: AnyActor, transfer_id: UUID, person_id: UUID) -> list[int]:
    """Numbers of the cases that went along in somebody's file and to which they had been linked by mistake."""
    along = apps.get_model("transfers", "TransferCase").in_scope(actor).filter(step__transfer=transfer_id)
    sent = dict(along.values_list("case_id", "case__number"))
    mistaken = _rows(actor, "Relinked").filter(involved__person=person_id)
    masked = set(mistaken.filter(involved__case__in=sent).values_list("involved__case", flat=True))
    through = list(mistaken.filter(involved__concern__isnull=False).values_list("involved__concern", flat=True))
    inside = _rows(actor, "ConcernEntry").filter(kind="in-case", case__in=sent, concern__in=through)
    masked |= set(inside.values_list("case_id", flat=True))
    return sorted(sent[case] for case in masked - _cases_by_person(actor, [person_id]).get(person_id, set()))


def _cases_by_person(actor: AnyActor, people: Any) -> dict[UUID, set[UUID]]:
    """Step by step, for one query inside the other is deeper than SQLite reads."""
    involved = _rows(actor, "Involved").filter(person__in=people).exclude(role="reporter")
    found: dict[UUID, set[UUID]] = {}
    through: dict[UUID, list[UUID]] = {}
    for person, concern, case in involved.values_list("person_id", "concern_id", "case_id"):
        if case:
            found.setdefault(person, set()).add(case)
        else:
            through.setdefault(concern, []).append(person)
    inside = _rows(actor, "ConcernEntry").filter(kind="in-case", concern__in=list(through))
    for concern, case in inside.values_list("concern_id", "case_id"):
        for person in through[concern]:
            found.setdefault(person, set()).add(case)
    return found


def _visible(actor: AnyActor, cases: set[UUID]) -> set[UUID]:
    return set(concerns.visible_case_ids(actor).filter(pk__in=cases).values_list("pk", flat=True))
