"""What the worker does for responsibilities."""

from datetime import datetime

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.responsibilities import operations

HOURLY = 3600


def reopen_duties(at: datetime) -> None:
    """Find who has left, or holds another role now, and open again what they held."""
    for place in establishments.list_establishments():
        actor = SystemActor("open duties again", place.pk)
        operations.reopen_duties(actor=actor, at=at, establishment=place)


PERIODIC = (Periodic("open duties again", every_seconds=HOURLY, run=reopen_duties),)
