"""What education can show of itself, as dated figures."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.core.actor import SystemActor
from tutela.web.education import queries
from tutela.web.education.models import Training
from tutela.web.education.rules import training as rules
from tutela.web.education.shipped.training import PREVENT
from tutela.web.evidence.rules import Figure


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Who finished what they owe, and how much was taught. Before the first entry nothing is said: nobody kept it."""
    actor = SystemActor("evidence", establishment.pk)
    if Training.in_scope(actor).filter(struck=None).exists():
        page = reverse("education:training")
        owing = queries.list_owing(actor, establishment, at=at)
        for audience in rules.ROLES:
            if (share := rules.share(_owed(owing, audience))) is not None:
                yield Figure(f"training.{audience}", share, at, page)
        if (share := rules.share(_owed(owing, "staff", PREVENT))) is not None:
            yield Figure("training.prevent", share, at, page)
    agreed = queries.get_agreed_pct(establishment, at)
    if agreed is not None:
        yield Figure("ground-rules.agreed", agreed, at, reverse("education:ground-rules"))
    covered = queries.get_covered_pct(establishment, at)
    if covered is not None:
        yield Figure("curriculum.covered", covered, at, reverse("education:curriculum"))


def _owed(owing: list[queries.Owing], audience: str, course: str = "") -> list[list[rules.Owed]]:
    """What those of an audience owe as such, or that one course of it."""
    return [
        [owed for owed in one.owed if audience in owed.course.owed_by and course in ("", owed.course.id)]
        for one in owing
        if audience in one.audiences
    ]
