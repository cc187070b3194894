"""What the worker does for consents."""

from datetime import datetime

from tutela.web.consents import operations
from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments

SIX_HOURS = 6 * 3600


def look_for_what_has_ended(at: datetime) -> None:
    """Find who is still to be seen although an answer has run out, and have it taken down."""
    for place in establishments.list_establishments():
        actor = SystemActor("answers that have run out", place.pk)
        operations.look_for_what_has_ended(actor=actor, at=at, establishment=place)


PERIODIC = (Periodic("answers about pictures", every_seconds=SIX_HOURS, run=look_for_what_has_ended),)
