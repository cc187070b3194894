"""Who is told next when the worst alerts stay unread, and who is told of what was found in older records, as one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from tutela.web.concerns.rules import cover
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, AlertHandOver, Escalation
from tutela.web.monitoring.operations.routing import (
    SEVERAL_WAIT,
    WAITS,
    Way,
    find_way,
    list_also_told,
    open_to,
    post,
    post_together,
)

TOLD = 0
"""The step at which the first people were told together of what was found in older records."""

WAITS_LONGER = outbox.Notice(
    kind="alert-escalated",
    subject="An alert in Tutela has not been read",
    body=(
        "An alert of the category “{category}” at {establishment} has not been read by those it was sent to. "
        "Sign in and look at it now."
    ),
)
SEVERAL_WAIT_LONGER = outbox.Notice(
    kind="alerts-escalated",
    subject="Alerts of severity 1 in Tutela have not been read: {count}",
    body=(
        "At {establishment}, {count} alerts of severity 1 have not been read by those they were sent to. "
        "Sign in and look at them now."
    ),
)

ByPerson = defaultdict[Any, list[Alert]]


@operation
def tell_waves(*, actor: AnyActor, at: datetime) -> int:
    """Tell the first people of the worst alerts that were found in older records, one notice for a wave; how many
    alerts were told of.

    A wave is over when nothing new came for two minutes, or has gone on for a quarter of an hour. That an alert was
    told of is kept, so one that came in a moment before a crash is told of afterwards.
    """
    told = 0
    for place in establishments.list_establishments():
        untold = list(_unread().filter(~_reached(TOLD), establishment=place, imported=True))
        since = [alert.unread_since for alert in untold if alert.unread_since]
        if not since or not rules.is_wave_over(min(since), max(since), at):
            continue
        people: ByPerson = defaultdict(list)
        for alert in untold:
            way = find_way(place, about={alert.subject_id} if alert.subject_id else (), at=at)
            keep_told(alert, at=at)
            for person in (*way.tiers[0], *list_also_told(alert, way)) if way.tiers else ():
                people[person].append(alert)
        _post_all(WAITS, SEVERAL_WAIT, place, people, at=at)
        audit.record(actor, "alert.tell-together", f"establishment:{place.pk}", at=at, count=len(untold))
        told += len(untold)
    return told


def keep_told(alert: Alert, *, at: datetime) -> None:
    """Note that the first people know of an alert from older records, so that no wave tells of it again."""
    Escalation(establishment_id=alert.establishment_id, alert=alert, round=alert.round, step=TOLD, at=at).save()


@operation
def escalate_due(*, actor: AnyActor, at: datetime) -> int:
    """Take every unread alert of the worst severity as far as it is due; how many steps were taken.

    Each step is taken once for each time that it became unread, whenever and however often this runs. What was found
    in older records did not happen just now: a day lies between its steps, and those told at once are told together.
    """
    taken = 0
    for place in establishments.list_establishments():
        later: ByPerson = defaultdict(list)
        for alert in _unread().filter(establishment=place, unread_since__lte=at - cover.UNREAD_FOR):
            way, steps = _due(alert, place, at)
            for step in steps:
                Escalation(establishment=place, alert=alert, round=alert.round, step=step, at=at).save()
                open_to(alert, place, way.tiers[step], "escalated", at=at)
                audit.record(actor, "alert.escalate", alert, at=at, step=step)
                taken += 1
                if not alert.imported:
                    post(WAITS_LONGER, alert, place, way.tiers[step], at=at)
                for person in way.tiers[step] if alert.imported else ():
                    later[person].append(alert)
        _post_all(WAITS_LONGER, SEVERAL_WAIT_LONGER, place, later, at=at)
    return taken


def _unread() -> QuerySet[Alert]:
    rows = Alert.objects.filter(severity=rules.WORST, state=rules.WAITING, unread_since__isnull=False)
    return rows.select_related("subject", "holder").order_by("received_at")


def _reached(step: int) -> Exists:
    return Exists(Escalation.objects.filter(alert=OuterRef("pk"), round=OuterRef("round"), step=step))


def _due(alert: Alert, place: Any, at: datetime) -> tuple[Way, Sequence[int]]:
    """The way of an alert, and the steps on it that are due and were not taken, in order."""
    unread_for = rules.FOUND_LATER_UNREAD_FOR if alert.imported else cover.UNREAD_FOR
    since = alert.unread_since or at
    steps = range(1, min((at - since) // unread_for, len(cover.LADDER)) + 1)
    done = set(Escalation.objects.filter(alert=alert, round=alert.round).values_list("step", flat=True))
    if not set(steps) - done:  # asking who is there takes longer
        return Way(alert.route, []), ()
    about = {alert.subject_id} if alert.subject_id else set()
    way = find_way(place, about=about, first=_handed_to(alert), at=at)
    due = cover.due_steps(
        since, at, len(way.tiers) - 1, lambda moment: establishments.next_covered(place, at=moment), unread_for
    )
    return way, [step for step in range(1, due + 1) if step not in done]


def _handed_to(alert: Alert) -> Any:
    """Whoever was told first, and alone, since the alert became unread by being handed to them; else None."""
    if alert.holder is None:
        return None
    handed = AlertHandOver.objects.filter(alert=alert, at=alert.unread_since, to=alert.holder)
    return alert.holder if handed.exists() else None


def _post_all(
    one: outbox.Notice, several: outbox.Notice, place: Any, people: Mapping[Any, Sequence[Alert]], *, at: datetime
) -> None:
    for person, alerts in people.items():
        post_together(one, several, alerts, place, [person], at=at)
