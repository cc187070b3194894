"""To whom an alert goes, and who is told first. Notices say a category, or how many there are, and no more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from tutela.web.concerns.rules import cover
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, AlertReader
from tutela.web.monitoring.words import theme_title

WAITS = outbox.Notice(
    kind="alert-waiting",
    subject="An alert is waiting in Tutela",
    body="An alert of the category “{category}” is waiting for you at {establishment}. Sign in and look at it now.",
)
SEVERAL_WAIT = outbox.Notice(
    kind="alerts-waiting",
    subject="Alerts of severity 1 wait in Tutela: {count}",
    body="At {establishment}, {count} alerts of severity 1 are waiting for you. Sign in and look at them now.",
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


def find_way(establishment: Any, *, about: Collection[UUID], first: Any = None, at: datetime) -> Way:
    """The way of an alert about these people: those who are there today; if all are away, all of them.

    `first` is whom it was handed to: told before all others.
    """
    reviewers = establishments.list_reviewers(establishment, about=about, at=at)
    present = establishments.list_stand_ins(establishment, about=about, at=at) or reviewers
    holders = {role: establishments.list_holders(establishment, role, at=at) for role in cover.LADDER}
    keys = {role: [person.pk for person in people] for role, people in holders.items()}
    return Way(rules.route_of(about, keys), rules.holder_first(cover.tiers(present, holders), first))


def tell_first(alert: Alert, establishment: Any, way: Way, *, at: datetime) -> None:
    """Tell the first people of an alert of the worst severity, and open every alert to whoever stands in for them.

    What was found in older records is told with all that was found with it, by `waves.tell_waves`.
    """
    if not way.tiers:
        for lead in establishments.list_holders(establishment, "trust-lead", at=at):
            post(NOBODY_INSIDE, alert, establishment, [lead], at=at)
        return
    open_to(alert, establishment, way.tiers[0], "stands-in", at=at)
    if alert.severity == rules.WORST and not alert.imported:
        post(WAITS, alert, establishment, way.tiers[0], at=at)


def tell_again(alert: Alert, establishment: Any, *, at: datetime) -> None:
    """Something new matched on an alert that had been read, or made it one of the worst: tell the first people, who
    may not know of it, and at the same time whoever looks after it.
    """
    about = {alert.subject_id} if alert.subject_id else set()
    way = find_way(establishment, about=about, at=at)
    tell_first(alert, establishment, way, at=at)
    if not alert.imported:
        post(WAITS, alert, establishment, list_also_told(alert, way), at=at)


def list_also_told(alert: Alert, way: Way) -> list[Any]:
    """Whoever looks after an alert, where they are there and not among the first anyway."""
    is_there = any(alert.holder in tier for tier in way.tiers[1:])
    return [alert.holder] if alert.holder is not None and is_there else []


@operation
def follow_roles(*, actor: AnyActor, at: datetime) -> int:
    """Bring alerts to whoever may read them by the roles that are held now; how many went another way.

    An alert whose subject has become DSL or head leaves those who work with them. Where nobody of the usual team is
    left or there, what waits is opened to whoever stands in. Looks at few rows: alerts about those who hold such a
    role, those that do not go the usual way, and the team of each establishment.
    """
    moved = 0
    for place in establishments.list_establishments():
        holders = {role: establishments.list_holders(place, role, at=at) for role in cover.LADDER}
        keys = {role: [person.pk for person in people] for role, people in holders.items()}
        special = Q(subject_id__in={*keys["dsl"], *keys["head"], *keys["chair"]}) | ~Q(route=rules.DSL)
        for alert in Alert.objects.select_for_update(of=("self",)).filter(special, establishment=place):
            about = {alert.subject_id} if alert.subject_id else set()
            route = rules.reroute(alert.route, rules.route_of(about, keys))
            if route != alert.route:
                _send_on(actor, alert, place, route, at=at)
                moved += 1
        _open_to_stand_ins(place, holders, at=at)
    return moved


def _send_on(actor: AnyActor, alert: Alert, place: Any, route: str, *, at: datetime) -> None:
    """An alert takes another route: whoever it was opened to on the old one sees it no longer."""
    audit.record(actor, "alert.reroute", alert, at=at, before=alert.route, route=route)
    alert.route, alert.holder = route, None
    if alert.state == rules.WAITING:
        alert.unread_since, alert.round = at, alert.round + 1
    alert.save(update_fields=["route", "holder", "unread_since", "round"])
    if alert.state == rules.WAITING:
        tell_first(alert, place, find_way(place, about={alert.subject_id} if alert.subject_id else (), at=at), at=at)


def _open_to_stand_ins(place: Any, holders: Mapping[str, Sequence[Any]], *, at: datetime) -> None:
    way = find_way(place, about=(), at=at)
    team = [person for role in rules.ROUTE_ROLES[rules.DSL] for person in holders[role]]
    if not way.tiers or any(person in team for person in way.tiers[0]):
        return
    for person in way.tiers[0]:
        opened = AlertReader.objects.filter(alert=OuterRef("pk"), person=person, route=rules.DSL)
        waiting = Alert.objects.filter(~Exists(opened), establishment=place, route=rules.DSL, state=rules.WAITING)
        opened_now = list(waiting.filter(~Q(subject=person) | Q(subject=None)))
        for alert in opened_now:
            open_to(alert, place, [person], "stands-in", at=at)
        worst = [one for one in opened_now if one.severity == rules.WORST and one.unread_since is not None]
        post_together(WAITS, SEVERAL_WAIT, worst, place, [person], at=at)


def open_to(alert: Alert, establishment: Any, people: Sequence[Any], why: str, *, at: datetime) -> None:
    """Open an alert to those who do not see it by their role."""
    by_role = establishments.list_holders(establishment, *rules.ROUTE_ROLES[alert.route], at=at)
    for person in people:
        opened = AlertReader.objects.filter(alert=alert, person=person, route__in=("", alert.route))
        if person not in by_role and not opened.exists():
            AlertReader(
                establishment=establishment, alert=alert, person=person, route=alert.route, why=why, from_at=at
            ).save()


def post(notice: outbox.Notice, alert: Alert, establishment: Any, people: Sequence[Any], *, at: datetime) -> None:
    """Write to these people that an alert of a category waits; nothing else of it."""
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


def post_together(
    one: outbox.Notice,
    several: outbox.Notice,
    alerts: Sequence[Alert],
    establishment: Any,
    people: Sequence[Any],
    *,
    at: datetime,
) -> None:
    """One notice for all these alerts: of one its category, of several how many."""
    if len(alerts) == 1:
        post(one, alerts[0], establishment, people, at=at)
    for person in people if len(alerts) > 1 else ():
        outbox.post(
            several,
            to=person.email,
            at=at,
            link=f"{reverse('monitoring:inbox')}?state=unread&severity=1",
            establishment_id=establishment.pk,
            count=len(alerts),
            establishment=establishment.name,
        )
