"""Actions in lists, each narrowed to what the actor may see."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from tutela.web.actions.models import Action
from tutela.web.actions.rules import states
from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment

SHOWS = ("open", "mine", "overdue", "no-owner", "done", "all")


def list_actions(actor: AnyActor, show: str, at: datetime) -> QuerySet[Action]:
    """One of `SHOWS`: what is due first stands first, what has no day last; what has ended, newest first."""
    rows = Action.visible_to(actor).filter(_narrowed(actor, show, at)).select_related("owner", "follows")
    if show == "done":
        return rows.order_by("-ended_at", "title")
    return rows.order_by(F("ended_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "title", "pk")


def count_shows(actor: AnyActor, at: datetime) -> dict[str, int]:
    """How many each of `SHOWS` holds."""
    rows = Action.visible_to(actor)
    return {show: rows.filter(_narrowed(actor, show, at)).count() for show in SHOWS}


def list_mine(actor: AnyActor, at: datetime) -> QuerySet[Action]:
    """The open actions that the actor owns, the first due first."""
    return list_actions(actor, "mine", at)


def count_mine(actor: AnyActor) -> int:
    """How many open actions the actor owns."""
    return Action.visible_to(actor).filter(state=states.OPEN, owner_id=actor.person_id).count()


def list_by_origin(actor: AnyActor, origin: str) -> list[Action]:
    """All actions of this origin, open ones first, then the newest; of all that begin so where it ends with a colon."""
    wanted = Q(origin__startswith=origin) if origin.endswith(":") else Q(origin=origin)
    rows = Action.visible_to(actor).filter(wanted).select_related("owner")
    return list(rows.order_by(F("ended_at").desc(nulls_first=True), "-opened_at", "title"))


def count_open(actor: AnyActor) -> int:
    """How many open actions the actor may see."""
    return Action.visible_to(actor).filter(state=states.OPEN).count()


def count_overdue(actor: AnyActor, at: datetime | None = None) -> int:
    """How many of the actions that the actor may see are overdue; now, where no moment is given."""
    return Action.visible_to(actor).filter(_narrowed(actor, "overdue", at or timezone.now())).count()


def _narrowed(actor: AnyActor, show: str, at: datetime) -> Q:
    is_open = Q(state=states.OPEN)
    if show == "overdue":
        return is_open & _is_late(actor, at)
    return {
        "mine": is_open & Q(owner_id=actor.person_id, owner_id__isnull=False),
        "no-owner": is_open & Q(owner=None),
        "done": Q(state=states.DONE),
        "all": Q(),
    }.get(show, is_open)


def _is_late(actor: AnyActor, at: datetime) -> Q:
    """Late by the day that it is at each establishment; the software may look at several."""
    places = Establishment.objects.all()
    if actor.establishment_id is not None:
        places = places.filter(pk=actor.establishment_id)
    late = Q(pk__in=[])
    for place in places:
        late |= Q(establishment=place, due_on__lt=establishments.local_day(place, at))
    return late
