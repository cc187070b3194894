"""Who sees that something of a case is held, put forward or destroyed: by its number, and nothing of what is in it."""

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.models.visibility import NOT_DESTROYED, on_the_way, restricted_cases, unexcluded_cases
from tutela.web.concerns.rules import ROUTE_ROLES
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission


def seen_by(rows: QuerySet, actor: AnyActor, path: str = "case") -> Any:
    """Rows of cases that the actor may see; whoever chooses how long things are kept sees those of the usual route
    too, unless the case is about them or kept from them.
    """
    if actor.is_system:
        return rows
    if not (actor.may(Permission.CONCERN_WRITE) or actor.may(Permission.RETENTION_CHOOSE)):
        return rows.none()
    # in steps: one query inside the other is deeper than SQLite reads
    about = set(rows.values_list(path, flat=True))
    seen = set(concerns.visible_case_ids(actor).filter(pk__in=about).values_list("pk", flat=True))
    if actor.may(Permission.RETENTION_CHOOSE) or actor.roles & set(ROUTE_ROLES["dsl"]):
        cases = usual(about)
        kept, gone = cases.filter(NOT_DESTROYED), cases.exclude(NOT_DESTROYED)
        seen |= set(unexcluded_cases(kept, actor).values_list("pk", flat=True))
        # of a destroyed case nobody is known any longer, and a number is all there is to see
        named = Q(grants__person=actor.person_id, grants__ended_at=None)
        gone = gone.exclude(pk__in=actor.exclusions).filter(~Q(pk__in=restricted_cases()) | named)
        seen |= set(gone.values_list("pk", flat=True))
    return rows.filter(**{f"{path}__in": seen})


def usual(keys: Any) -> QuerySet:
    """Of these cases, those that go to the safeguarding lead, destroyed ones too."""
    cases: Any = apps.get_model("concerns", "SafeguardingCase")
    return on_the_way(cases._base_manager.filter(pk__in=keys), "case").filter(goes_to="dsl")
