"""Whom we asked, what they said, and what it informed."""

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.responsibilities.models import Advice, Decision

MOST_DECISIONS = 40


def list_advice(actor: AnyActor) -> QuerySet[Advice]:
    """All of it, what was asked last first, with what was said and which decisions rest on it."""
    rows = Advice.visible_to(actor).select_related("by").prefetch_related("given", "used__decision__meeting")
    return rows.order_by("-asked_on", "-at")


def list_recent_decisions(actor: AnyActor) -> QuerySet[Decision]:
    """What the e-safety group decided last."""
    return Decision.visible_to(actor).select_related("meeting").order_by("-meeting__on", "-at")[:MOST_DECISIONS]
