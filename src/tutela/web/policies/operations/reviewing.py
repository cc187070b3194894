"""A document whose review comes near becomes an action, so that somebody is reminded of it."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.actions.queries import list_by_origin
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.policies.models import Version

AHEAD = timedelta(days=60)
"""Hearing people, a signature and a meeting of the governors take about two months."""


@operation
def remind_of_review(*, actor: AnyActor, at: datetime, version: Version) -> bool:
    """Open an action for the review of a version, two months before its day; say whether it is time."""
    place = version.document.establishment
    if version.review_on - establishments.local_day(place, at) > AHEAD:
        return False
    origin = f"policy:{version.pk}:review"
    if list_by_origin(actor, origin):  # open, or closed by somebody who knows why
        return True
    owners = establishments.list_holders(place, "dsl", "deputy-dsl", "head", at=at)
    actions.open_action(
        actor=actor, at=at, establishment_id=place.pk, title=_("Review: %(title)s") % {"title": version.title},
        detail=_("Begin the next version, hear those concerned, and have it signed before the day."),
        owner=owners[0] if owners else None, due_on=version.review_on, source=_("Policies"),
        origin=origin, address=reverse("policies:document", args=[version.document_id]),
        tag="protect",
    )  # fmt: skip
    return True
