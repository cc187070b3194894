"""Once a day, at the hour that each person chose: how many alerts nobody has read. It names nobody."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.urls import reverse

from tutela.web.concerns.rules import cover
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.actors import actor_for
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, DigestChoice

UNREAD = outbox.Notice(
    kind="alerts-unread",
    subject="Alerts in Tutela that nobody has read: {count}",
    body=(
        "At {establishment}, alerts that nobody has read: {count}. The most serious is of severity {severity} "
        "(1 is the most serious). Sign in and look at them."
    ),
)


@operation
def choose_digest(*, actor: AnyActor, at: datetime, hour: int | None) -> DigestChoice:
    """This person wants the daily mail at an hour of their establishment's time zone (0 to 23), or none.

    It comes from the next time that this hour begins.
    """
    place = establishments.list_establishments().get(pk=actor.establishment_id)
    local = at.astimezone(ZoneInfo(place.time_zone))
    row, _ = DigestChoice.objects.get_or_create(establishment=place, person_id=actor.person_id)
    row.hour = hour
    row.done_on = local.date() if hour is not None and local.hour >= hour else None
    row.save()
    audit.record(actor, "alert.choose-digest", row, at=at, hour=hour)
    return row


@operation
def send_digests(*, actor: AnyActor, at: datetime) -> int:
    """Write the mail to all whose hour has come, once a day, where alerts that they may see are unread; how many.

    Days on which the establishment publishes no cover hours are left out. Whoever has chosen nothing yet gets it at
    eight in the morning.
    """
    sent = 0
    for place in establishments.list_establishments():
        local = at.astimezone(ZoneInfo(place.time_zone))
        morning = local.replace(hour=0, minute=0, second=0, microsecond=0)
        opens = establishments.next_covered(place, at=morning).astimezone(ZoneInfo(place.time_zone))
        if opens.date() != local.date():
            continue
        people = {person.pk: person for person in establishments.list_holders(place, *cover.LADDER, at=at)}
        chosen = {row.person_id: row for row in DigestChoice.objects.filter(establishment=place)}
        for pk, person in people.items():
            row = chosen.get(pk) or DigestChoice(establishment=place, person=person, hour=rules.DIGEST_HOUR)
            if row.hour is None or row.done_on == local.date() or local.hour < row.hour:
                continue
            row.done_on = local.date()
            row.save()
            sent += _send(place, person, at=at)
    return sent


def _send(place: Any, person: Any, *, at: datetime) -> bool:
    """Whether there was anything to tell: of what this person would find in their own inbox, and of nothing else."""
    if person.user is None or establishments.is_away(person, place, at=at):
        return False
    reader = actor_for(person.user, at=at, establishment_id=place.pk, second_factor=True)
    unread = Alert.visible_to(reader).filter(state=rules.WAITING, unread_since__isnull=False)
    count, worst = unread.count(), unread.aggregate(worst=Min("severity"))["worst"]
    if not count:
        return False
    outbox.post(
        UNREAD,
        to=person.email,
        at=at,
        link=f"{reverse('monitoring:inbox')}?state=unread",
        establishment_id=place.pk,
        establishment=place.name,
        count=count,
        severity=worst,
    )
    return True
