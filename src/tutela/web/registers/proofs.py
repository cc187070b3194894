"""What the registers can show of themselves, as dated figures."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.establishments.queries import local_day
from tutela.web.evidence.rules import Figure
from tutela.web.registers import queries


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How whole the registers are. A register that holds nothing says nothing."""
    controlled = queries.get_controlled_pct(establishment.pk)
    if controlled is not None:
        yield Figure("risks.controlled", controlled, at, f"{reverse('registers:risks')}?show=gaps")
    current = queries.get_current_pct(establishment.pk, local_day(establishment, at))
    if current is not None:
        yield Figure("guidance.current", current, at, f"{reverse('registers:guidance')}?show=due")
    assessed = queries.get_assessed_pct(establishment.pk, local_day(establishment, at))
    if assessed is not None:
        yield Figure("technologies.assessed", assessed, at, f"{reverse('registers:technologies')}?state=in-use")
    described = queries.get_described_pct(establishment.pk)
    if described is not None:
        yield Figure("data-assets.assessed", described, at, f"{reverse('registers:data-assets')}?show=missing")
    sound = queries.get_sound_pct(establishment.pk, local_day(establishment, at))
    if sound is not None:
        yield Figure("contracts.sound", sound, at, reverse("registers:contracts"))
