"""Telling those who read a concern of something new: for the apps above, inside their own operations."""

from datetime import datetime
from uuid import UUID

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, Involved
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.operations import routing
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments


def tell_readers(concern_id: UUID, notice: Notice, *, link: str, at: datetime) -> int:
    """Post a notice to whoever is to be told of this concern now, and never to anybody in it; how many it goes to."""
    concern = Concern.objects.select_related("establishment").get(pk=concern_id)
    rows = Involved.objects.filter(concern=concern, person__isnull=False).exclude(role="reporter")
    about = set(rows.values_list("person_id", flat=True))
    place, now = concern.establishment, route_now(concern)
    way = routing.find_way(place, about=about, urgent=concern.immediate_danger, at=at)
    told = list(way.told)
    if way.route != now:
        # it climbed once and stays there: those of its own route, whoever holds their roles today
        roles = rules.ROUTE_ROLES[now]
        told = (
            [one for one in establishments.list_holders(place, *roles, at=at) if one.pk not in about] if roles else []
        )
    told = [one for one in told if one.pk != concern.raised_by_id]
    routing.post_notice(notice, concern, place, told, link=link, at=at)
    return len(told)
