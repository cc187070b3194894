"""What self-review can show of itself, as a dated figure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.core.actor import SystemActor
from tutela.web.evidence.rules import Figure
from tutela.web.reviews.models import Review


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How long ago a review was last completed."""
    rows = Review.in_scope(SystemActor("evidence", establishment.pk)).filter(completed_at__lte=at)
    if last := rows.order_by("-completed_at").first():
        yield Figure(
            "reviews.completed", float((at - last.completed_at).days), at, reverse("reviews:review", args=[last.pk])
        )
