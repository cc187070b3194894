"""What is told of a concern to whoever told us without an account, and what the apps above ask of many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from tutela.web.concerns import rules
from tutela.web.concerns.models import CaseEntry, Concern, ConcernEntry
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.queries.lists import entries_of
from tutela.web.core.actor import AnyActor


@dataclass(frozen=True, slots=True)
class Told:
    """How a concern stands ("received", "looked-at", "finished"), and whether anybody inside may look into it."""

    status: str
    has_reader: bool


def tell_status(actor: AnyActor, concern_id: UUID) -> Told:
    """How a concern stands, for somebody whose receipt opens it; not a word of what is in it."""
    concern = Concern.in_scope(actor).get(pk=concern_id)
    entries = ConcernEntry.in_scope(actor).filter(concern=concern)
    kinds = set(entries.values_list("kind", flat=True))
    case = entries.filter(kind=rules.IN_CASE).values("case")
    steps = list(CaseEntry.in_scope(actor).filter(case__in=case).order_by("number").values_list("kind", flat=True))
    return Told(rules.own_status(kinds, rules.case_is_closed(steps)), route_now(concern) != "authority")


def visible_concern_ids(actor: AnyActor) -> QuerySet:
    """The keys of the concerns that the actor may see, as a condition for rows above that belong to a concern."""
    return Concern.visible_to(actor).values("pk")


def list_unacknowledged(actor: AnyActor, origins: Collection[str], before: datetime) -> list[tuple[UUID, datetime]]:
    """Concerns of these origins that were raised before then and on which nobody has taken any step: key and moment."""
    looked_at = entries_of(OuterRef("pk")).exclude(kind="addition")
    rows = Concern.in_scope(actor).filter(~Exists(looked_at), origin__in=origins, raised_at__lt=before)
    return list(rows.order_by("raised_at").values_list("pk", "raised_at"))
