"""What the filter can show of itself, as dated figures."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse

from tutela.events.store import StoreError
from tutela.web.core.actor import SystemActor
from tutela.web.evidence.rules import Figure
from tutela.web.filters import queries
from tutela.web.filters.health import get_health
from tutela.web.filters.models import FilterChange, ListSource
from tutela.web.policies import queries as policies

DECIDED_WITHIN = timedelta(days=5)
COUNTED_FOR = timedelta(days=90)
GAPS_OF = timedelta(days=30)
KNOWN_FOR = timedelta(days=7)
DUE_WITHIN = {"day": timedelta(days=2), "week": timedelta(days=9)}
"""When a list that is fetched every so often counts as overdue: a missed turn, and some hours."""


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """The last canaries, whether the policy is in force, how fresh the lists are, how soon changes are
    decided, what is missing in the records, and from where it is known who asks."""
    page = reverse("filters:health")
    health = get_health(establishment)
    if health.proofs:
        right = len(health.proofs) - len(health.wrong)
        yield Figure("filters.canaries", round(100 * right / len(health.proofs), 1), at, page)
    if health.version_published is not None:
        yield Figure("filters.in-force", float(health.serving and not health.is_behind), at, page)
    sources = ListSource.in_scope(SystemActor("evidence", establishment.pk)).filter(ended_at=None, every__in=DUE_WITHIN)
    if due := list(sources.values_list("every", "fetched_at")):
        fresh = sum(bool(when and at - when <= DUE_WITHIN[every]) for every, when in due)
        yield Figure("filters.lists-fresh", round(100 * fresh / len(due), 1), at, reverse("filters:lists"))
    yield from _changes(establishment, at)
    yield from _clauses(establishment, at)
    yield from _gaps(establishment, at)
    yield from _known(establishment, at)


def _changes(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Of the requests that were old enough to be decided in time, how many were."""
    asked = FilterChange.in_scope(SystemActor("evidence", establishment.pk)).filter(
        requested_at__gte=at - COUNTED_FOR, requested_at__lte=at - DECIDED_WITHIN
    )
    if total := asked.count():
        soon = asked.filter(decided_at__lte=F("requested_at") + DECIDED_WITHIN).count()
        yield Figure("filters.changes-decided", round(100 * soon / total, 1), at, reverse("filters:changes"))


def _clauses(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Of the clauses in force that name a rule of the filter, how many are known to be true."""
    named = [(version, clause.id) for version, clause in policies.list_claims(establishment) if clause.rules]
    versions = {version.pk: version for version, _clause in named}
    standings = {pk: policies.list_standings(version) for pk, version in versions.items()}
    looked_at = [known.standing for version, clause in named if (known := standings[version.pk].get(clause))]
    if looked_at:
        true = sum(standing == "true" for standing in looked_at)
        yield Figure("filters.clauses-true", round(100 * true / len(looked_at), 1), at, reverse("policies:list"))


def _gaps(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How often records were found missing; nothing while the store does not answer, so that the last figure ages."""
    try:
        gaps = len(queries.list_gaps(establishment, since=at - GAPS_OF, until=at))
    except StoreError:
        return
    yield Figure("records.gaps", gaps, at, reverse("reports:filter"))


def _known(establishment: Any, at: datetime) -> Iterator[Figure]:
    """From how many of the addresses that asked in a week it is known who asked; nothing where nobody asked."""
    try:
        counted: dict[str, Any] = queries.ask_records(
            "addresses_known", site_id=establishment.pk, **{"from": at - KNOWN_FOR, "until": at}
        )[0]
    except StoreError:
        return
    if addresses := counted["addresses"]:
        yield Figure("records.known", round(100 * counted["known"] / addresses, 1), at, reverse("filters:who"))
