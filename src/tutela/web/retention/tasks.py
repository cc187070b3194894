"""What the worker does of keeping: it tells whoever decides that something is due."""

from datetime import datetime

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.retention import operations

SIX_HOURS = 6 * 3600


def tell_due(at: datetime) -> None:
    """Tell people of what is due and of what waits for a second person, of each once."""
    for place in establishments.list_establishments():
        operations.tell_due(actor=SystemActor("tell of what is due", place.pk), at=at, establishment=place)


PERIODIC = (Periodic("tell of what is due", every_seconds=SIX_HOURS, run=tell_due),)
