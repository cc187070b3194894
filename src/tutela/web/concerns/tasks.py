"""What is done with concerns again and again."""

from datetime import datetime

from tutela.web.concerns import operations
from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic


def drop_expired_drafts(at: datetime) -> None:
    """Reports that nobody finished are forgotten."""
    operations.drop_expired_drafts(actor=SystemActor("drop expired drafts"), at=at)


PERIODIC = (Periodic("drop expired drafts", every_seconds=3600, run=drop_expired_drafts),)
