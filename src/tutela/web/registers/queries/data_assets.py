"""Which data there is."""

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.registers.models import DataAsset
from tutela.web.registers.rules import data_assets as rules


def list_data_assets(actor: AnyActor, *, ended: bool = False) -> QuerySet[DataAsset]:
    """What is held, or what was held once, by name."""
    rows = DataAsset.visible_to(actor).filter(ended_on__isnull=not ended)
    return rows.select_related("owner").order_by("name", "pk")


def get_described_pct(establishment_id: int) -> float | None:
    """Of what is held, which share (0-100) has a class, a place and a time to keep."""
    rows = list_data_assets(SystemActor("evidence", establishment_id))
    return rules.described_pct(row.facts for row in rows)
