"""What somebody has learnt of what is expected of them: their courses, or the topics taught to their class."""

from datetime import date, datetime, timedelta

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.education.models import Lesson
from tutela.web.education.queries.training import Owing, get_owing
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment

TAUGHT_WITHIN = timedelta(days=365)


def get_own_courses(actor: AnyActor, establishment: Establishment, *, at: datetime) -> Owing | None:
    """Which courses whoever looks owes there, and how each stands; None where they owe none."""
    return get_owing(actor, establishment, actor.person_id, at=at)


def list_own_topics(actor: AnyActor, establishment: Establishment, *, at: datetime) -> dict[str, date]:
    """Topic → the day within the year on which it was last taught to a group that whoever looks is in.

    Learners read no list of lessons; of their own groups they learn the day alone.
    """
    person = establishments.get_person(actor, actor.person_id) if actor.person_id else None
    if person is None:
        return {}
    today = establishments.local_day(establishment, at)
    own = establishments.get_group_of(person, on=today)
    groups = [*establishments.list_classes_of(person, on=today), *([own] if own else [])]
    rows = Lesson.visible_to(SystemActor("curriculum", establishment.pk)).filter(
        group__in=groups, struck=None, taught_on__lte=today, taught_on__gt=today - TAUGHT_WITHIN
    )
    return dict(rows.order_by("taught_on").values_list("topic", "taught_on"))
