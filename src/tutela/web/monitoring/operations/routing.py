"""To whom an alert goes, who is told, and who is told next when it stays unread. Notices say a category, no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, AlertReader, Escalation
from tutela.web.monitoring.words import theme_title

WAITS = outbox.Notice(
    kind="alert-waiting",
    subject="An alert is waiting in Tutela",
    body="An alert of the category “{category}” is waiting for you at {establishment}. Sign in and look at it now.",
)
WAITS_LONGER = outbox.Notice(
    kind="alert-escalated",
    subject="An alert in Tutela has not been read",
    body=(
        "An alert of the category “{category}” at {establishment} has not been read by those it was sent to. "
        "Sign in and look at it now."
    ),
)
NOBODY_INSIDE = outbox.Notice(
    kind="alert-without-reader",
    subject="An alert in Tutela has nobody who may read it",
    body=(
        "An alert of the category “{category}” is waiting at {establishment}, and nobody there may read it. Decide "
        "who outside looks at it, and have that person given the right to."
    ),
)


@dataclass(frozen=True, slots=True)
class Way:
    """Where an alert goes: its route, and those who are told, first to last; beyond them nobody inside may look."""

    route: str
    tiers: list[list[Any]]


def find_way(establishment: Any, *, about: Collection[UUID], at: datetime) -> Way:
    """The way of an alert about these people: those who are there today; if all are away, all of them."""
    reviewers = establishments.list_reviewers(establishment, about=about, at=at)
    present = establishments.list_stand_ins(establishment, about=about, at=at) or reviewers
    holders = {role: establishments.list_holders(establishment, role, at=at) for role in rules.LADDER}
    keys = {role: [person.pk for person in people] for role, people in holders.items()}
    return Way(rules.route_of(about, keys), rules.tiers(present, holders))


def tell_first(alert: Alert, establishment: Any, way: Way, *, at: datetime) -> None:
    """Tell the first people of an alert of the worst severity, and open every alert to whoever stands in for them."""
    if not way.tiers:
        for lead in establishments.list_holders(establishment, "trust-lead", at=at):
            _post(NOBODY_INSIDE, alert, establishment, [lead], at=at)
        return
    _open_to(alert, establishment, way.tiers[0], "stands-in", at=at)
    if alert.severity == rules.WORST:
        _post(WAITS, alert, establishment, way.tiers[0], at=at)


@operation
def escalate_due(*, actor: AnyActor, at: datetime) -> int:
    """Take every unread alert of the worst severity as far as it is due; how many steps were taken.

    Each step is taken once, whenever and however often this runs.
    """
    taken = 0
    unread = Alert.objects.filter(severity=rules.WORST, state=rules.WAITING, unread_since__lte=at)
    for alert in unread.select_related("establishment", "subject").order_by("received_at"):
        establishment = alert.establishment
        way = find_way(establishment, about={alert.subject_id} if alert.subject_id else (), at=at)
        done = {row.step for row in Escalation.objects.filter(alert=alert)}
        due = rules.due_steps(
            alert.unread_since,
            at,
            len(way.tiers) - 1,
            lambda moment, place=establishment: establishments.next_covered(place, at=moment),
        )
        for step in set(range(1, due + 1)) - done:
            Escalation(establishment=establishment, alert=alert, step=step, at=at).save()
            _open_to(alert, establishment, way.tiers[step], "escalated", at=at)
            _post(WAITS_LONGER, alert, establishment, way.tiers[step], at=at)
            audit.record(actor, "alert.escalate", alert, at=at, step=step)
            taken += 1
    return taken


def _open_to(alert: Alert, establishment: Any, people: Sequence[Any], why: str, *, at: datetime) -> None:
    """Open an alert to those who do not see it by their role."""
    by_role = establishments.list_holders(establishment, *rules.ROUTE_ROLES[alert.route], at=at)
    for person in people:
        if person not in by_role and not AlertReader.objects.filter(alert=alert, person=person).exists():
            AlertReader(establishment=establishment, alert=alert, person=person, why=why, from_at=at).save()


def _post(notice: outbox.Notice, alert: Alert, establishment: Any, people: Sequence[Any], *, at: datetime) -> None:
    for person in people:
        outbox.post(
            notice,
            to=person.email,
            at=at,
            link=reverse("monitoring:inbox"),
            establishment_id=establishment.pk,
            category=theme_title(alert.theme),
            establishment=establishment.name,
        )
