"""How many people there are, never who: learners, age bands, and who may see what."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission, get_roles
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models.people import here_on

BANDS = ("5-7", "7-11", "11-16", "16-plus", "adult")


@dataclass(frozen=True, slots=True)
class Readers:
    """How many people may see something, each counted once in every line."""

    what: str
    people: int


def count_learners(actor: AnyActor, today: date) -> int:
    """The learners of the actor's establishment on a local day."""
    # counted for everybody who reads figures, whether or not they may see who somebody is
    rows: Any = apps.get_model("establishments", "Person").in_scope(actor)
    return rows.filter(here_on(today), kind="learner").count()


def list_bands(actor: AnyActor, today: date) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """The age band of each group by the group's key, and how many people are in each band, youngest first."""
    now = Q(memberships__from_on__lte=today) & (
        Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gt=today)
    )
    groups = establishments.list_groups(actor).annotate(people=Count("memberships", filter=now))
    counts: dict[str, int] = dict.fromkeys(BANDS, 0)
    for group in groups:
        counts[group.age_band] += group.people
    return {group.key: group.age_band for group in groups}, list(counts.items())


def list_readers(establishment: Any, at: datetime) -> list[Readers]:
    """How many people may see what at an establishment now."""

    def holding(wanted: Permission, *, but_not: Set[Any] = frozenset()) -> Set[Any]:
        roles = [role.key for role in get_roles().values() if wanted in role.may]
        return {person.pk for person in establishments.list_holders(establishment, *roles, at=at)} - but_not

    alerts, concerns = holding(Permission.ALERT_READ), holding(Permission.CONCERN_READ)
    figures = holding(Permission.REPORT_READ, but_not=alerts | concerns)
    health = holding(Permission.FILTER_HEALTH, but_not=alerts | concerns | figures)
    return [
        Readers("Alerts with names, each where it is routed to them", len(alerts)),
        Readers("Concerns and cases, each where it is routed or opened to them", len(concerns)),
        Readers("The record of requests, by name, for a stated purpose", len(holding(Permission.EVENT_TRACE))),
        Readers("Figures only, with small counts hidden", len(figures)),
        Readers("The filter’s health, without names or content", len(health)),
    ]
