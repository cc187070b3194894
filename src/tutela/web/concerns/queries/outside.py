"""What is told of a concern to whoever told us without an account, and what the apps above ask of many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from tutela.web.concerns import rules
from tutela.web.concerns.confidence import get_vault, stand_in_confidence
from tutela.web.concerns.models import CaseEntry, Concern, ConcernEntry
from tutela.web.concerns.models.visibility import on_the_way, route_now
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
    if route_now(concern) == rules.IN_CONFIDENCE:
        stand = stand_in_confidence(concern)
        return Told(stand.status, stand.has_reader)
    entries = ConcernEntry.in_scope(actor).filter(concern=concern)
    kinds = set(entries.values_list("kind", flat=True))
    case = entries.filter(kind=rules.IN_CASE).values("case")
    steps = list(CaseEntry.in_scope(actor).filter(case__in=case).order_by("number").values_list("kind", flat=True))
    return Told(rules.own_status(kinds, rules.case_is_closed(steps)), route_now(concern) != "authority")


def visible_concern_ids(actor: AnyActor) -> QuerySet:
    """The keys of the concerns that the actor may see, as a condition for rows above that belong to a concern."""
    return Concern.visible_to(actor).values("pk")


def answerable(actor: AnyActor) -> Q:
    """Of rows that belong to a concern (`concern`), those about which this person talks with whoever told us: of
    concerns that they may see, and of what they handle in confidence.
    """
    return Q(concern__in=visible_concern_ids(actor)) | Q(concern__in=get_vault().visible_ids(actor))


def list_in_confidence(actor: AnyActor) -> QuerySet:
    """The keys of the concerns that went into the vault."""
    return on_the_way(Concern.in_scope(actor), "concern").filter(goes_to=rules.IN_CONFIDENCE).values("pk")


def address_of(actor: AnyActor, concern_id: UUID) -> str:
    """Where whoever works on a concern reads it."""
    if Concern.visible_to(actor).filter(pk=concern_id).exists():
        return reverse("concerns:concern", args=[concern_id])
    return get_vault().address_of(concern_id)


def list_unacknowledged(actor: AnyActor, origins: Collection[str], before: datetime) -> list[tuple[UUID, datetime]]:
    """Concerns of these origins that were raised before then and on which nobody has taken any step: key and moment."""
    looked_at = entries_of(OuterRef("pk")).exclude(kind="addition")
    rows = Concern.in_scope(actor).filter(~Exists(looked_at), origin__in=origins, raised_at__lt=before)
    rows = on_the_way(rows, "concern").exclude(goes_to=rules.IN_CONFIDENCE)  # the vault chases its own
    return list(rows.order_by("raised_at").values_list("pk", "raised_at"))
