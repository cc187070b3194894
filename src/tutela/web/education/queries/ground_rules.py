"""Which groups agreed to which sheet, in the words it has today."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.education.models import GroundRulesAgreed
from tutela.web.education.queries.curriculum import list_taught_groups
from tutela.web.education.rules import curriculum as rules
from tutela.web.education.shipped.ground_rules import Sheet, hash_of, list_sheets
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day


def list_agreeing(actor: AnyActor, establishment: Establishment, sheet: Sheet, *, at: datetime) -> dict[UUID, date]:
    """By group the last day on which it agreed to these words, where that still counts: within a year."""
    today = local_day(establishment, at)
    rows = GroundRulesAgreed.visible_to(actor).filter(
        establishment=establishment, sheet=sheet.id, words_sha256=hash_of(sheet), struck=None
    )
    last = rows.order_by().values_list("group_id").annotate(Max("agreed_on"))
    return {group: day for group, day in last if rules.counts(day, today)}


def list_agreed(actor: AnyActor, sheet: Sheet) -> QuerySet[GroundRulesAgreed]:
    """All that was noted of a sheet, the newest first, what was struck too."""
    rows = GroundRulesAgreed.visible_to(actor).filter(sheet=sheet.id)
    return rows.select_related("group", "by", "struck").order_by("-agreed_on", "-at")


def get_agreed_pct(establishment: Establishment, at: datetime) -> float | None:
    """Of every sheet in every group the share (0-100) that was agreed to; None before the first, or with no group."""
    actor = SystemActor("evidence", establishment.pk)
    groups = {one.pk for one in list_taught_groups(establishment)}
    if not groups or not GroundRulesAgreed.in_scope(actor).filter(struck=None).exists():
        return None
    sheets = list_sheets().values()
    agreed = sum(len(groups & list_agreeing(actor, establishment, one, at=at).keys()) for one in sheets)
    return round(100 * agreed / (len(sheets) * len(groups)), 1)
