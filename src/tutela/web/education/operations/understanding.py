"""Somebody answers the questions of a course or a unit, or a pathway was gone on paper."""

from collections.abc import Mapping
from datetime import date, datetime

from django.http import Http404

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.education.models import PathwayOnPaper, Understanding
from tutela.web.education.operations.refusals import MoreThanPeople, NotOffered, NotYet
from tutela.web.education.operations.training import must_keep_training
from tutela.web.education.rules.understanding import count_right
from tutela.web.education.shipped.training import Course, Unit, get_edition, list_courses, list_pathways, list_units
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day


@operation
def answer_part(
    *, actor: AnyActor, at: datetime, establishment: Establishment, part: str, said: Mapping[int, int]
) -> Understanding:
    """Keep how many answers were right; the first time counts. said: by question from 0, the answer from 1.

    Raises Http404 for whoever has no person here, `NotOffered`.
    """
    if actor.person_id is None:
        raise Http404
    found: Course | Unit | None = list_courses().get(part) or list_units().get(part)
    if found is None or not found.questions or set(said) != set(range(len(found.questions))):
        raise NotOffered
    right = count_right([one.right for one in found.questions], said)
    row = Understanding.objects.create(
        establishment=establishment, person_id=actor.person_id, part=part, edition=get_edition(found), right=right,
        asked=len(found.questions), at=at,
    )  # fmt: skip
    audit.record(actor, "training.answer", row, at=at, part=part)
    return row


@operation
def note_on_paper(
    *, actor: AnyActor, at: datetime, establishment: Establishment, pathway: str, people: int, understood: int,
    done_on: date, kept: str,
) -> PathwayOnPaper:  # fmt: skip
    """So many went a pathway on paper. Raises Http404, `NotOffered`, `NotYet`, `MoreThanPeople`."""
    must_keep_training(actor)
    if pathway not in list_pathways():
        raise NotOffered
    if done_on > local_day(establishment, at):
        raise NotYet(done_on)
    if understood > people:
        raise MoreThanPeople
    row = PathwayOnPaper.objects.create(
        establishment=establishment, pathway=pathway, people=people, understood=understood, done_on=done_on,
        kept=kept.strip(), at=at, by_id=actor.person_id,
    )  # fmt: skip
    audit.record(actor, "training.on-paper", row, at=at, pathway=pathway, people=people)
    return row
