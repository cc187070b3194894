"""What the worker does for actions."""

from datetime import datetime

from tutela.web.actions import operations
from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments

HOURLY = 3600


def remind(at: datetime) -> None:
    """Tell people of what is due, of each step once."""
    for place in establishments.list_establishments():
        operations.remind(actor=SystemActor("remind of actions", place.pk), at=at, establishment=place)


def reopen_contradicted(at: datetime) -> None:
    """Open again what the figures of today contradict."""
    for place in establishments.list_establishments():
        actor = SystemActor("open actions again", place.pk)
        operations.reopen_contradicted(actor=actor, at=at, establishment=place)


PERIODIC = (
    Periodic("remind of actions", every_seconds=HOURLY, run=remind),
    Periodic("open actions again", every_seconds=900, run=reopen_contradicted),
)
