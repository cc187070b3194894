"""A night without a back-up that was right is told to whoever looks after the machine, once a day."""

from datetime import datetime, timedelta

from django.db import transaction

from tutela.web.backups import queries as backups
from tutela.web.backups.rules import Standing
from tutela.web.core import outbox
from tutela.web.core.models import OutboxMessage
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments

AGAIN_AFTER = timedelta(days=1)
TIME_TO_MAKE = timedelta(hours=3)
"""How long the night's back-up is waited for once it is seen to be missing; it may be on its way."""
BAD = {Standing.NONE_YET, Standing.NOT_PROVED}

MISSING = Notice(
    "backup.missing",
    "The back-ups of Tutela need you",
    "At {establishment} no back-up of the last night was made, put back and found right. If the machine is lost today, "
    "what was written since is lost too. The page says what is missing.",
)

_missing_since: list[datetime] = []


def tell_of_missing(at: datetime) -> None:
    """Mail whoever holds the role of IT. Where nobody has set any back-up up there is nothing to miss."""
    if backups.get_standing(at).standing not in BAD:
        _missing_since.clear()
        return
    if not _missing_since:
        _missing_since.append(at)
    if at - _missing_since[0] >= TIME_TO_MAKE:
        _tell(at)


@transaction.atomic
def _tell(at: datetime) -> None:
    if OutboxMessage.objects.filter(kind=MISSING.kind, made_at__gt=at - AGAIN_AFTER).exists():
        return
    for establishment in establishments.list_establishments():
        for person in establishments.list_holders(establishment, "it", at=at):
            outbox.post(
                MISSING,
                to=person.email,
                at=at,
                link="/backups/",
                establishment_id=establishment.pk,
                establishment=establishment.name,
            )
