"""What asking and writing can show of itself, as dated figures."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.engagement import queries
from tutela.web.establishments.queries import local_day
from tutela.web.evidence.rules import Figure

ASKED = ("learners", "staff", "parents")


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How long ago each audience was last asked, and answered in numbers that say something."""
    today = local_day(establishment, at)
    for audience in ASKED:
        if last := queries.get_last_ended(establishment.pk, audience):
            page = reverse("engagement:survey", args=[last.pk])
            yield Figure(f"surveys.{audience}", float((today - last.closed_on).days), at, page)
