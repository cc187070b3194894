"""What the worker does for the vault."""

from datetime import datetime

from tutela.web.allegations import operations
from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic


def follow_roles(at: datetime) -> None:
    """Matters go to whoever may read them by the roles held now."""
    operations.follow_roles(actor=SystemActor("follow roles in the vault"), at=at)


def remind(at: datetime) -> None:
    """What is late in the vault is said again."""
    operations.remind(actor=SystemActor("what is late in the vault"), at=at)


def drop_expired_drafts(at: datetime) -> None:
    """What nobody finished writing is forgotten."""
    operations.drop_expired_drafts(actor=SystemActor("forget unfinished reports about adults"), at=at)


PERIODIC = (
    Periodic("forget unfinished reports about adults", every_seconds=3600, run=drop_expired_drafts),
    Periodic("follow roles in the vault", every_seconds=60, run=follow_roles),
    Periodic("what is late in the vault", every_seconds=3600, run=remind),
)
