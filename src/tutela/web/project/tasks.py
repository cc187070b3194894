"""What the whole does again and again: it publishes what its parts can show of themselves, and proves the audit."""

from datetime import datetime

from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries
from tutela.web.evidence import operations
from tutela.web.project.missing_backups import tell_of_missing
from tutela.web.project.proofs import list_figures
from tutela.web.project.proving import prove_weekly


def publish_evidence(at: datetime) -> None:
    """Keep the figures of every establishment that say something new."""
    for establishment in queries.list_establishments():
        operations.show_at_once(establishment, at, list_figures, purpose="publish evidence")


PERIODIC = (
    Periodic("publish evidence", every_seconds=600, run=publish_evidence),
    Periodic("prove the audit", every_seconds=900, run=prove_weekly),
    Periodic("tell of missing back-ups", every_seconds=1800, run=tell_of_missing),
)
