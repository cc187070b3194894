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
    """How long ago each audience was asked and parents were written to, and what families have set at home."""
    today = local_day(establishment, at)
    for audience in ASKED:
        if last := queries.get_last_ended(establishment.pk, audience):
            page = reverse("engagement:survey", args=[last.pk])
            yield Figure(f"surveys.{audience}", float((today - last.closed_on).days), at, page)
    if letter := queries.get_last_sent(establishment.pk):
        page = reverse("engagement:letter", args=[letter.pk])
        yield Figure("letters.parents", float((at - letter.sent_at).days), at, page)
        if (controls := queries.get_controls_pct(letter)) is not None:
            yield Figure("letters.controls-set", controls, at, page)
