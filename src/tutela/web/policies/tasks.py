"""What the worker does for agreements."""

from datetime import datetime

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.policies import operations, queries


def chase_agreements(at: datetime) -> None:
    """Bring agreements that wait to mind."""
    for place in establishments.list_establishments():
        actor = SystemActor("remind of agreements", place.pk)
        for version in queries.list_in_force(place, kind="agreement"):
            operations.chase(actor=actor, at=at, version=version)


PERIODIC = (Periodic("remind of agreements", every_seconds=900, run=chase_agreements),)
