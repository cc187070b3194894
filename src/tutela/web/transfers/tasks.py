"""What the worker does for transfers."""

from datetime import datetime

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.transfers import operations

HOURLY = 3600


def remind(at: datetime) -> None:
    """Tell leads of files that are late."""
    for place in establishments.list_establishments():
        operations.remind(actor=SystemActor("remind of transfers", place.pk), at=at, establishment=place)


def tidy(_at: datetime) -> None:
    """Keep the files of exhibits that came along true to their rows."""
    operations.tidy_exhibits()


PERIODIC = (
    Periodic("remind of transfers", every_seconds=HOURLY, run=remind),
    Periodic("tidy exhibits that came along", every_seconds=600, run=tidy),
)
