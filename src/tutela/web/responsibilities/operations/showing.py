"""Figures follow what was noted at once, so that the seven steps never lag behind what somebody has just done."""

from datetime import datetime

from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments.models import Establishment
from tutela.web.evidence import operations as evidence
from tutela.web.responsibilities.proofs import list_figures


def show(establishment: Establishment, at: datetime) -> None:
    """Publish what changed, inside the transaction that changed it."""
    system = SystemActor("figures of responsibilities", establishment.pk)
    with acting_as(system):
        figures = list(list_figures(establishment, at))
    evidence.publish(actor=system, at=at, establishment_id=establishment.pk, figures=figures)
