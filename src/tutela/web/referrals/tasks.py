"""What the worker does for referrals."""

from datetime import datetime

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.referrals import operations

HOURLY = 3600


def remind(at: datetime) -> None:
    """Tell people of referrals whose next step is late."""
    for place in establishments.list_establishments():
        operations.remind(actor=SystemActor("remind of referrals", place.pk), at=at, establishment=place)


PERIODIC = (Periodic("remind of referrals", every_seconds=HOURLY, run=remind),)
