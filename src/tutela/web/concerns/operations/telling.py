"""Telling those who read a concern of something new: for the apps above, inside their own operations."""

from datetime import datetime
from uuid import UUID

from tutela.web.concerns.confidence import get_vault
from tutela.web.concerns.models import Concern
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.operations import routing
from tutela.web.concerns.queries.ways import way_of
from tutela.web.concerns.rules import IN_CONFIDENCE
from tutela.web.core.outbox import Notice


def tell_readers(concern_id: UUID, notice: Notice, *, link: str, at: datetime) -> int:
    """Post a notice to whoever is to be told of this concern now, and never to anybody in it; how many it goes to.

    Whoever handles it in confidence is told in the vault's own words instead.
    """
    concern = Concern.objects.select_related("establishment").get(pk=concern_id)
    if route_now(concern) == IN_CONFIDENCE:
        return get_vault().tell(concern_id, at=at)
    place = concern.establishment
    told = [one for one in way_of(concern, at=at).told if one.pk != concern.raised_by_id]
    routing.post_notice(notice, concern, place, told, link=link, at=at)
    return len(told)
