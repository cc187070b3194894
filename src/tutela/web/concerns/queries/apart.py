"""Who is left out of every figure, so that nobody learns from a number that something is recorded about themselves.

Two who compare what they read see the same figures, whoever they are: what one of them is kept from is in neither.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from tutela.web.concerns.models.visibility import restricted_cases, untainted_concerns
from tutela.web.concerns.rules import IN_CASE, ROUTE_ROLES
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission, get_roles

READS = (Permission.REPORT_READ, Permission.ALERT_READ, Permission.CONCERN_READ)


@dataclass(frozen=True, slots=True)
class Apart:
    """People whose matters are in no figure, as keys of persons for a condition.

    `readers` hold or have held a role that reads figures, alerts or concerns; `close` are those whom a declared
    conflict keeps somebody who works the whole queue from.
    """

    readers: QuerySet
    close: QuerySet


def list_set_apart(actor: AnyActor) -> Apart:
    """Who is left out of figures at the actor's establishment.

    A role that has ended counts, and so does one that has not begun: else the figures would move on its first or last
    day by as much as is recorded about whoever holds it.
    """
    roles = [key for key, role in get_roles().items() if any(permission in role.may for permission in READS)]
    # read round what the actor may see of people: the keys go into a condition and are shown to nobody
    holdings: Any = apps.get_model("establishments", "RoleHolding").in_scope(actor)
    conflicts: Any = apps.get_model("establishments", "Exclusion").in_scope(actor)
    works_queue = holdings.filter(role__in=ROUTE_ROLES["dsl"], person=OuterRef("person"))
    declared = conflicts.filter(Exists(works_queue), about_person__isnull=False)
    return Apart(holdings.filter(role__in=roles).values("person"), declared.values("about_person"))


def leave_out(rows: QuerySet, actor: AnyActor, path: str) -> QuerySet:
    """Of these rows, those that count; `path` leads to the person whom a row is about. The software counts all."""
    if actor.is_system:
        return rows
    apart = list_set_apart(actor)
    return rows.filter(Q(**{path: None}) | ~Q(**{f"{path}__in": apart.readers}) & ~Q(**{f"{path}__in": apart.close}))


def leave_out_concerns(rows: QuerySet, actor: AnyActor) -> QuerySet:
    """Of these concerns, those that count: none with one of these people in it, nor in a case with one of them."""
    if actor.is_system:
        return rows
    apart = list_set_apart(actor)
    people = Q(person__in=apart.readers) & ~Q(role="reporter") | Q(person__in=apart.close)
    rows = untainted_concerns(rows, people, Q(raised_by__in=apart.close))
    # a number must not tell of a case that only named people know of
    entries: Any = apps.get_model("concerns", "ConcernEntry").in_scope(actor)
    inside = entries.filter(kind=IN_CASE, case__in=restricted_cases())
    return rows.exclude(pk__in=inside.values("concern"))
