"""Requests and blocks of a stretch of time, from the event store, and where its records end."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from tutela.events.store import StoreError
from tutela.web.filters import queries as filters
from tutela.web.reports.rules.figures import Traffic


def get_traffic(site_id: int, *, since: datetime, until: datetime, today: date, time_zone: str) -> Traffic | None:
    """Requests and blocks, week by week until `today`; None while the event store does not answer."""
    bounds = {"site_id": site_id, "from": since, "until": until}
    try:
        days = filters.ask_records("requests_per_day", time_zone=time_zone, **bounds)
        blocked = filters.ask_records("blocked_by_category_and_group", **bounds)
    except StoreError:
        return None
    requests: Counter[date] = Counter()
    blocks: Counter[date] = Counter()
    monday = since.date() - timedelta(days=since.date().weekday())
    weeks = [monday + timedelta(weeks=number) for number in range((until.date() - monday).days // 7 + 1)]
    for row in days:
        day = date.fromisoformat(row["day"])
        week = day - timedelta(days=day.weekday())
        requests[week] += row["requests"]
        blocks[week] += row["blocked"]
    return Traffic(
        requests=sum(requests.values()),
        blocked=sum(blocks.values()),
        weeks=tuple((week, requests[week], blocks[week]) for week in weeks if week < until.date() and week <= today),
        by_category_and_group=tuple((row["category"], row["group"], row["requests"]) for row in blocked),
    )


def kept_since(today: date) -> date | None:
    """The first day whose requests have not been dropped yet; None while nothing is dropped or nobody answers."""
    try:
        chosen = {row["kind"]: row["days"] for row in filters.ask_records("retention_choices")}
    except StoreError:
        return None
    return today - timedelta(days=chosen["events"]) if "events" in chosen else None


def category_titles() -> Mapping[str, str]:
    """What people read in place of a category's key."""
    return filters.category_titles()
