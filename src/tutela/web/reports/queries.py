"""The figures of one stretch of time, brought together from the event store, the alerts and the concerns."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tutela.events.store import StoreError
from tutela.web.concerns import queries as concerns
from tutela.web.concerns import words as concern_words
from tutela.web.core.actor import Actor
from tutela.web.filters import queries as filters
from tutela.web.monitoring import queries as monitoring
from tutela.web.reports import words

MOST_CATEGORIES = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one establishment between two moments. `requests` is None while the event store does not answer."""

    requests: Mapping[str, int] | None
    blocked_by_category: Mapping[str, int] | None
    alerts_by_severity: Mapping[str, int]
    alerts_by_outcome: Mapping[str, int]
    concerns_by_four_c: Mapping[str, int]
    minutes_to_triage: float | None


def get_figures(actor: Actor, *, since: datetime, until: datetime, time_zone: str) -> Figures:
    """All figures; the lower bound is inclusive, the upper exclusive."""
    requests, blocked = _requests(actor, since, until, time_zone)
    severities = monitoring.count_by_severity(actor, since, until)
    outcomes = monitoring.count_by_outcome(actor, since, until)
    four_cs = concerns.count_by_four_c(actor, since, until)
    return Figures(
        requests=requests,
        blocked_by_category=blocked,
        alerts_by_severity=_named(words.SEVERITIES, severities),
        alerts_by_outcome=_named(words.OUTCOMES, outcomes),
        concerns_by_four_c=_named(concern_words.FOUR_CS, four_cs),
        minutes_to_triage=monitoring.median_minutes_to_triage(actor, since, until),
    )


def _requests(
    actor: Actor, since: datetime, until: datetime, time_zone: str
) -> tuple[Mapping[str, int] | None, Mapping[str, int] | None]:
    bounds = {"site_id": actor.establishment_id, "from": since, "until": until}
    try:
        days = filters.ask_records("requests_per_day", time_zone=time_zone, **bounds)
        categories = filters.ask_records("blocked_by_category_and_group", **bounds)
    except StoreError:
        return None, None
    blocked: Counter[str] = Counter()
    for row in categories:
        blocked[row["category"]] += row["requests"]
    totals = {"allowed": 0, "blocked": 0}
    for row in days:
        totals["allowed"] += row["requests"] - row["blocked"]
        totals["blocked"] += row["blocked"]
    titles = filters.category_titles()
    return _named(words.REQUESTS, totals), {
        titles.get(key, key): count for key, count in blocked.most_common(MOST_CATEGORIES)
    }


def _named(labels: Mapping[Any, Any], counts: Mapping[Any, int]) -> dict[str, int]:
    return {str(labels.get(key, key)): count for key, count in counts.items()}
