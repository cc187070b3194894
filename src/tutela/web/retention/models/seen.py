"""Who sees that something is held, put forward or destroyed: by its number, and nothing of what is in it."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.models.visibility import (
    NOT_DESTROYED,
    on_the_way,
    restricted_cases,
    unexcluded_cases,
    unexcluded_concerns,
)
from tutela.web.concerns.queries.outside import visible_concern_ids
from tutela.web.concerns.rules import ROUTE_ROLES
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import without_excluded
from tutela.web.retention.models.subjects import TABLES
from tutela.web.transfers import queries as transfers


def seen_by(rows: QuerySet, actor: AnyActor) -> Any:
    """Rows about what the actor may see; whoever chooses how long things are kept sees those of the usual route too,
    unless they are about them or kept from them.
    """
    if actor.is_system:
        return rows
    if not (actor.may(Permission.CONCERN_WRITE) or actor.may(Permission.RETENTION_CHOOSE)):
        return rows.none()
    # in steps: one query inside the other is deeper than SQLite reads
    cases = set(rows.filter(case__isnull=False).values_list("case", flat=True))
    of_concerns = set(rows.filter(concern__isnull=False).values_list("concern", flat=True))
    held = Q(case__in=_seen_cases(cases, actor)) | Q(concern__in=_seen_concerns(of_concerns, actor))
    files = set(rows.filter(received__isnull=False).values_list("received", flat=True))
    held |= Q(supervision__in=seen_sessions(actor).values("pk")) | Q(received__in=_seen_files(files, actor))
    return rows.filter(held)


def _seen_files(about: set[UUID], actor: AnyActor) -> set[UUID]:
    """Who leads sees that a file is held or put forward, or that it went, unless it may speak of them."""
    if not about or not _knows_the_usual(actor):
        return set()
    model: Any = apps.get_model(TABLES["received"])
    gone = (
        model.in_scope(actor).filter(pk__in=about).exclude(own_key__destroyed_at=None).exclude(pk__in=actor.exclusions)
    )
    withheld = apps.get_model("transfers", "WithheldFrom")._base_manager.filter(person=actor.person_id)
    seen = set(gone.exclude(pk__in=withheld.values("received")).values_list("pk", flat=True))
    return seen | set(transfers.list_unnamed_in(actor, about, by_number=True))


def seen_sessions(actor: AnyActor) -> QuerySet:
    """Sessions of supervision of which the actor knows that and when they were held: those they had or gave; of the
    school's, those who lead cases and whoever chooses how long things are kept. Their notes are open to the two alone.
    """
    model: Any = apps.get_model("concerns", "Supervision")
    if actor.is_system or not _knows_the_usual(actor):
        return model.visible_to(actor)
    return without_excluded(model.in_scope(actor), actor)


def _seen_cases(about: set[UUID], actor: AnyActor) -> set[UUID]:
    seen = set(concerns.visible_case_ids(actor).filter(pk__in=about).values_list("pk", flat=True))
    if about and _knows_the_usual(actor):
        cases = usual("case", about)
        kept, gone = cases.filter(NOT_DESTROYED), cases.exclude(NOT_DESTROYED)
        seen |= set(unexcluded_cases(kept, actor).values_list("pk", flat=True))
        # of a destroyed case nobody is known any longer, and a number is all there is to see
        named = Q(grants__person=actor.person_id, grants__ended_at=None)
        gone = gone.exclude(pk__in=actor.exclusions).filter(~Q(pk__in=restricted_cases()) | named)
        seen |= set(gone.values_list("pk", flat=True))
    return seen


def _seen_concerns(about: set[UUID], actor: AnyActor) -> set[UUID]:
    seen = set(visible_concern_ids(actor).filter(pk__in=about).values_list("pk", flat=True))
    if about and _knows_the_usual(actor):
        # what is in a case by now is seen by whoever sees that concern, and by nobody for its number's sake
        alone = usual("concern", about).exclude(entries__kind="in-case")
        kept, gone = alone.filter(NOT_DESTROYED), alone.exclude(NOT_DESTROYED)
        seen |= set(unexcluded_concerns(kept, actor).values_list("pk", flat=True))
        seen |= set(gone.exclude(pk__in=actor.exclusions).values_list("pk", flat=True))
    return seen


def _knows_the_usual(actor: AnyActor) -> bool:
    return actor.may(Permission.RETENTION_CHOOSE) or bool(actor.roles & set(ROUTE_ROLES["dsl"]))


def usual(kind: str, keys: Any) -> QuerySet:
    """Of these cases or concerns, those that go to the safeguarding lead, destroyed ones too."""
    model: Any = apps.get_model(TABLES[kind])
    return on_the_way(model._base_manager.filter(pk__in=keys), kind).filter(goes_to="dsl")
