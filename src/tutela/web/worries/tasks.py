"""What the worker does for worries."""

from datetime import datetime

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.worries import operations


def drop_expired(at: datetime) -> None:
    """What nobody finished is forgotten."""
    operations.drop_expired(actor=SystemActor("forget unfinished worries"), at=at)


def chase(at: datetime) -> None:
    """What nobody has acknowledged is asked for again."""
    for place in establishments.list_establishments():
        operations.chase(actor=SystemActor("chase concerns", place.pk), at=at)


PERIODIC = (
    Periodic("forget unfinished worries", every_seconds=600, run=drop_expired),
    Periodic("chase concerns that nobody acknowledged", every_seconds=1800, run=chase),
)
