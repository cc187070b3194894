"""What the core does again and again: send notices, sign the audit, forget sessions that are over."""

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.models import Session

from tutela.web.core import checkpoints, delivery
from tutela.web.core.tick import Periodic

postman = delivery.Postman()


def deliver_notices(at: datetime) -> None:
    """Have sent what is due."""
    postman.turn(settings.TUTELA, at)


def sign_audit(at: datetime) -> None:
    """Sign the audit when it is due."""
    checkpoints.make_if_due(at)


def forget_sessions(at: datetime) -> None:
    """Remove sessions that have expired."""
    Session.objects.filter(expire_date__lt=at).delete()


PERIODIC = (
    Periodic("deliver notices", every_seconds=2, run=deliver_notices, urgent=True),
    Periodic("sign the audit", every_seconds=60, run=sign_audit),
    Periodic("forget sessions", every_seconds=6 * 3600, run=forget_sessions),
)
