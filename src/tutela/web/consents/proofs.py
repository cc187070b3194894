"""What the consents can show of themselves, as a dated figure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.consents.queries import share_in_force
from tutela.web.establishments.queries import local_day
from tutela.web.evidence.rules import Figure


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Of how many learners an answer is in force."""
    share = share_in_force(establishment, on=local_day(establishment, at))
    if share is not None:
        yield Figure("consents.in-force", share, at, reverse("consents:people"))
