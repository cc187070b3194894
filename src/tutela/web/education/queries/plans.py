"""Lesson plans: the newest of each, what came before, and what in one must not leave the house."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.education.models import Lesson, LessonPlan
from tutela.web.education.plans.changes import Change, compare, parts_of
from tutela.web.establishments.handing_on.personal import Found, find_personal
from tutela.web.establishments.handing_on.words import LICENCES
from tutela.web.establishments.queries.known import list_known


def list_plans(actor: AnyActor, topic: str = "") -> list[LessonPlan]:
    """The newest version of each plan, of one strand or of all, by title."""
    rows = LessonPlan.visible_to(actor)
    same = rows.filter(plan=OuterRef("plan"), establishment=OuterRef("establishment")).order_by("-version")
    newest = rows.annotate(newest=Subquery(same.values("version")[:1])).filter(version=F("newest")).select_related("by")
    found = [row for row in newest if topic in ("", row.words.topic)]
    return sorted(found, key=lambda row: (row.words.title.casefold(), str(row.pk)))


def newest_of(actor: AnyActor, plan: UUID) -> LessonPlan | None:
    """The newest version of one."""
    return LessonPlan.visible_to(actor).filter(plan=plan).order_by("-version").first()


def changes_since(actor: AnyActor, row: LessonPlan) -> tuple[LessonPlan | None, list[Change]]:
    """The version before it, if any, and what is different since."""
    before = LessonPlan.visible_to(actor).filter(plan=row.plan, version__lt=row.version).order_by("-version").first()
    return before, list(compare(before.words, row.words)) if before else []


def list_taught_with(actor: AnyActor, plan: UUID) -> QuerySet[Lesson]:
    """Lessons that were taught with any version of it and count, the newest first."""
    rows = Lesson.visible_to(actor).filter(plan__plan=plan, struck=None)
    return rows.select_related("group", "by", "plan").order_by("-taught_on", "-at")


def may_share(actor: AnyActor, row: LessonPlan) -> bool:
    """Whoever wrote a version of it, and those who share out duties; nobody hands on what others signed."""
    if not row.is_ours or actor.person_id is None:
        return False
    wrote = LessonPlan.visible_to(actor).filter(plan=row.plan, by_id=actor.person_id).exists()
    return wrote or actor.may(Permission.DUTY_ASSIGN)


def licences_of(row: LessonPlan) -> tuple[str, ...]:
    """Under which licences it may be shared: that under which its words came, else any of ours."""
    return (row.words.licence,) if row.words.licence else LICENCES


def find_personal_in(row: LessonPlan, *, author: str = "") -> list[Found]:
    """What leads to a person in what would be shared, in the order of the page. Its source is what others printed."""
    return find_personal(_parts(row, author), list_known(row.establishment))


def _parts(row: LessonPlan, author: str) -> Iterator[tuple[str, str]]:
    yield from parts_of(row.words).items()
    yield "source", row.words.source
    yield "author", author
