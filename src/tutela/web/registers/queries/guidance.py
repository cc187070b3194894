"""Which guidance is watched, and what is known of it."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.establishments.models import Establishment
from tutela.web.registers.models import Guidance, GuidanceCheck, GuidanceVersion
from tutela.web.registers.rules import guidance as rules
from tutela.web.registers.shipped.guidance import Listed
from tutela.web.registers.shipped.guidance import list_guidance as list_shipped


class Known(NamedTuple):
    """A version that became known, or a look that found none."""

    at: datetime
    by: str
    version: GuidanceVersion | None
    words: str


def list_guidance(actor: AnyActor, *, archived: bool = False) -> QuerySet[Guidance]:
    """What is watched, that which was not looked at for longest first; or what is archived, by title."""
    rows = Guidance.visible_to(actor)
    if archived:
        return rows.exclude(archived_why="").order_by("title")
    return rows.filter(archived_why="").order_by(F("checked_on").asc(nulls_first=True), "title")


def list_offered(actor: AnyActor, establishment: Establishment) -> dict[str, Listed]:
    """What the library lists for this place and its register does not hold yet."""
    held = set(Guidance.visible_to(actor).values_list("library_key", flat=True))
    offered = list_shipped(establishment.nation, establishment.sector)
    return {key: one for key, one in offered.items() if key not in held}


def list_history(actor: AnyActor, guidance: Guidance) -> list[Known]:
    """Its versions and every look at it, newest first."""
    versions = GuidanceVersion.visible_to(actor).filter(guidance=guidance).select_related("by")
    checks = GuidanceCheck.visible_to(actor).filter(guidance=guidance).select_related("by")
    found = [Known(row.at, row.by.full_name if row.by else "", row, row.changed) for row in versions]
    found += [Known(row.at, row.by.full_name if row.by else "", None, row.words) for row in checks]
    return sorted(found, key=lambda known: known.at, reverse=True)


def get_current_pct(establishment_id: int, today: date) -> float | None:
    """Of what is watched, which share (0-100) was looked at within the year."""
    rows = list_guidance(SystemActor("evidence", establishment_id))
    return rules.current_pct(rows.values_list("checked_on", flat=True), today)
