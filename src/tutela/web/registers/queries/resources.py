"""Which links there are, and which are asked for now."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.registers.models import Resource, ResourceTurn
from tutela.web.registers.rules import resources as rules
from tutela.web.registers.shipped.resources import Listed, list_links


def list_resources(actor: AnyActor, *, retired: bool = False) -> QuerySet[Resource]:
    """Those given to people, or retired ones, by title."""
    rows = Resource.visible_to(actor).order_by("title", "pk")
    return rows.exclude(retired_why="") if retired else rows.filter(retired_why="")


def list_offered_links(actor: AnyActor) -> dict[str, Listed]:
    """What the library lists and the register does not hold."""
    held = set(Resource.visible_to(actor).values_list("library_key", flat=True))
    return {key: one for key, one in list_links().items() if key not in held}


def list_resource_turns(actor: AnyActor, resource: Resource) -> QuerySet[ResourceTurn]:
    """How it went, newest first."""
    return ResourceTurn.visible_to(actor).filter(resource=resource).order_by("-at")


def list_due_links(at: datetime, most: int) -> list[Resource]:
    """Links of all places that are asked for now, those that waited longest first."""
    rows = Resource.in_scope(SystemActor("ask for links")).filter(_is_due(at), retired_why="")
    return list(rows.order_by(F("checked_at").asc(nulls_first=True))[:most])


def _is_due(at: datetime) -> Q:
    """As `rules.is_due`, in the database."""
    failing = Q(failures__gt=0, failures__lt=rules.FAILURES)
    again = failing & Q(checked_at__lte=at - rules.AGAIN)
    return Q(checked_at=None) | again | (~failing & Q(checked_at__lte=at - rules.EVERY))
