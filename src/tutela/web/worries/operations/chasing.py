"""What a partner's staff or somebody without an account told us is looked at by the next school day, or chased."""

from datetime import datetime, timedelta

from django.urls import reverse

from tutela.web.concerns.operations.telling import tell_readers
from tutela.web.concerns.queries import outside
from tutela.web.concerns.rules import OUTSIDE_ORIGINS
from tutela.web.core import audit
from tutela.web.core.actor import SystemActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.core.templatetags.when import school_days_between
from tutela.web.establishments import queries as establishments
from tutela.web.worries.models import Chase

ORIGINS = ("partner", *OUTSIDE_ORIGINS)
NOT_ACKNOWLEDGED = Notice(
    "worry.not-acknowledged",
    "A concern has waited for more than a school day",
    "A concern at {establishment} was reported more than a school day ago, and nobody has said that it was read. "
    "Sign in to read it.",
)


@operation
def chase(*, actor: SystemActor, at: datetime) -> int:
    """Remind of what nobody has acknowledged, once on each school day after the first; how many concerns."""
    place = establishments.list_establishments().get(pk=actor.establishment_id)
    today, chased = establishments.local_day(place, at), 0
    if today.weekday() > 4:
        return 0
    for concern_id, raised_at in outside.list_unacknowledged(actor, ORIGINS, at - timedelta(days=1)):
        if school_days_between(establishments.local_day(place, raised_at), today) < 1:
            continue
        if Chase.objects.filter(concern=concern_id, on_date=today).exists():
            continue
        Chase(establishment=place, concern_id=concern_id, on_date=today).save()
        link = reverse("concerns:concern", kwargs={"pk": concern_id})
        told = tell_readers(concern_id, NOT_ACKNOWLEDGED, link=link, at=at)
        audit.record(actor, "worry.chase", f"concerns.concern:{concern_id}", at=at, told=told)
        chased += 1
    return chased
