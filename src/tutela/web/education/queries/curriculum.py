"""What is taught to whom, and when it was taught last."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.education.models import Lesson
from tutela.web.education.rules import curriculum as rules
from tutela.web.education.shipped.curriculum import Topic, get_curriculum
from tutela.web.establishments.models import Establishment, Group
from tutela.web.establishments.queries import list_classes, list_groups, local_day


@dataclass(frozen=True, slots=True)
class Plan:
    """The strands and the groups of learners, with the day on which each was last taught."""

    topics: tuple[Topic, ...]
    groups: list[Group]
    taught: dict[rules.Cell, date]
    share: float | None
    """0-100; None where there is nobody to teach."""


def list_taught_groups(establishment: Establishment) -> list[Group]:
    """Whom to teach: the year groups; where there are none the classes and cohorts, else the groups of an age."""
    system = SystemActor("curriculum", establishment.pk)
    classes = list(list_classes(system))
    years = [group for group in classes if group.kind == Group.Kind.YEAR]
    return years or classes or list(list_groups(system))


def read_plan(actor: AnyActor, establishment: Establishment, *, at: datetime) -> Plan:
    """How the plan stands now."""
    topics, groups = get_curriculum().topics, list_taught_groups(establishment)
    today = local_day(establishment, at)
    rows = Lesson.visible_to(actor).filter(establishment=establishment, struck=None, taught_on__lte=today)
    last = rows.order_by().values_list("topic", "group_id").annotate(Max("taught_on"))
    taught: dict[rules.Cell, date] = {(topic, group): day for topic, group, day in last}
    cells = rules.list_cells(topics, {group.pk: group.age_band for group in groups})
    return Plan(topics, groups, taught, rules.share(cells, taught, today))


def get_covered_pct(establishment: Establishment, at: datetime) -> float | None:
    """Which share (0-100) was taught within the year; None before the first lesson, or with nobody to teach."""
    plan = read_plan(SystemActor("evidence", establishment.pk), establishment, at=at)
    return plan.share if plan.taught else None


def list_lessons(actor: AnyActor, topic: str, group_id: UUID | None = None) -> QuerySet[Lesson]:
    """What was noted of a topic, the newest first, what was struck too."""
    rows = Lesson.visible_to(actor).filter(topic=topic)
    rows = rows.filter(group_id=group_id) if group_id else rows
    return rows.select_related("group", "resource", "plan", "by", "struck").order_by("-taught_on", "-at")
