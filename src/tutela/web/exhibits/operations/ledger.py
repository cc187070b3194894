"""A line of the ledger, and how an exhibit stands by it."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.exhibits import rules
from tutela.web.exhibits.models import Custody, Exhibit


def add_line(
    actor: AnyActor, exhibit: Exhibit, kind: str, *, at: datetime, key: bytes | None = None, text: str = "", **more: Any
) -> Custody:
    """Write one line. `text` is sealed with the case's key; without a key there is no text."""
    last = Custody._base_manager.filter(exhibit=exhibit).aggregate(last=Max("number"))["last"] or 0  # of one in hand
    line = Custody(
        establishment_id=exhibit.establishment_id,
        exhibit=exhibit,
        number=last + 1,
        kind=kind,
        at=at,
        by_id=actor.person_id,
        sealed_text=b"",
        **more,
    )
    if key is not None:
        sealing.seal_field(line, "sealed_text", text, key)
    line.save()
    return line


def standing_of(exhibit: Exhibit) -> str:
    """How it stands now; asked of the database every time."""
    lines = Custody._base_manager.filter(exhibit=exhibit)  # of one in hand
    return rules.standing_of(lines.values_list("kind", flat=True))


def family_of(exhibit: Exhibit) -> list[Exhibit]:
    """It, its original and every copy of those, by number."""
    rows = Exhibit._base_manager.filter(case=exhibit.case_id)  # of one in hand
    keys = rules.family_of(exhibit.pk, list(rows.values_list("pk", "original_id")))
    return list(rows.filter(pk__in=keys).order_by("number"))
