"""Figures follow what was noted at once, so that the seven steps never lag behind what somebody has just done."""

from datetime import datetime

from tutela.web.establishments.models import Establishment
from tutela.web.evidence import operations as evidence
from tutela.web.responsibilities.proofs import list_figures


def show(establishment: Establishment, at: datetime) -> None:
    """Publish what changed, inside the transaction that changed it."""
    evidence.show_at_once(establishment, at, list_figures, purpose="figures of responsibilities")
