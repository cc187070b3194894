"""A lesson was taught, or that was a mistake."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from tutela.web.actions.rules.states import may_own
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.education.models import Lesson, LessonPlan, LessonStruck
from tutela.web.education.operations.refusals import NotOffered, NotYet, StruckAlready
from tutela.web.education.queries.curriculum import list_taught_groups
from tutela.web.education.shipped.curriculum import list_topics
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day


@operation
def note_lesson(
    *, actor: AnyActor, at: datetime, establishment: Establishment, topic: str, group_id: UUID, taught_on: date,
    what: str, link: str = "", resource_id: UUID | None = None, plan_id: UUID | None = None,
) -> Lesson:  # fmt: skip
    """A topic was taught to a group. Raises Http404 for whoever does not work here, `NotOffered`, `NotYet`."""
    if not may_own(actor):
        raise Http404
    groups = {group.pk for group in list_taught_groups(establishment)}
    if topic not in list_topics() or group_id not in groups:
        raise NotOffered
    if taught_on > local_day(establishment, at):
        raise NotYet(taught_on)
    if plan_id and get_visible(LessonPlan, actor, plan_id).words.topic != topic:
        raise NotOffered
    row = Lesson.objects.create(
        establishment=establishment, topic=topic, group_id=group_id, taught_on=taught_on, what=" ".join(what.split()),
        link=link, resource_id=resource_id, plan_id=plan_id, at=at, by_id=actor.person_id,
    )  # fmt: skip
    audit.record(actor, "lesson.note", row, at=at, topic=topic)
    return row


@operation
def strike_lesson(*, actor: AnyActor, at: datetime, pk: UUID, reason: str) -> LessonStruck:
    """It was a mistake: said by whoever noted it, or by those who share out duties. Raises `StruckAlready`."""
    row: Lesson = get_visible(Lesson, actor, pk)
    if row.by_id != actor.person_id and not actor.may(Permission.DUTY_ASSIGN):
        raise Http404
    if hasattr(row, "struck"):
        raise StruckAlready
    struck = LessonStruck.objects.create(
        establishment_id=row.establishment_id, lesson=row, reason=reason.strip(), at=at, by_id=actor.person_id
    )
    audit.record(actor, "lesson.strike", row, at=at)
    return struck
