"""Late answers are asked about until there is an outcome: those who may read the case are told, and nobody else."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments
from tutela.web.referrals.models import Referral, Reminder
from tutela.web.referrals.operations.readers import list_readers, tell
from tutela.web.referrals.queries.standing import stand_of, with_steps

LATE = Notice(
    "referral.late",
    "A referral waits for its next step",
    "A referral at {establishment} was not sent, or has had no answer for longer than it should. Sign in to read it.",
)


@operation
def remind(*, actor: AnyActor, at: datetime, establishment: Any) -> int:
    """Tell those who may read the case of each late referral, as often as its route says; how many referrals."""
    today = establishments.local_day(establishment, at)
    told = 0
    rows = with_steps(Referral.objects.filter(establishment=establishment, is_referred=True))
    for referral in rows.prefetch_related("reminders"):
        stand = stand_of(referral, establishment, at)
        last = max((reminder.on for reminder in referral.reminders.all()), default=None)
        if not stand.is_late or not stand.may_remind(last, today):
            continue
        readers = list_readers(referral, establishment, at)
        tell(LATE, readers, establishment, link=reverse("referrals:referral", kwargs={"pk": referral.pk}), at=at)
        if readers:  # where nobody may read it today, whoever comes is told
            Reminder(establishment=establishment, referral=referral, on=today, at=at).save()
            audit.record(actor, "referral.remind", referral, at=at, count=len(readers))
            told += 1
    return told
