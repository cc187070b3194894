"""The counts of one stretch of time, as they are and as one reader may see them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tutela.web.reports.rules.suppression import (
    Counts,
    Edition,
    Shown,
    may_tell_time,
    step_down,
    suppress,
    suppress_rows,
    suppress_together,
)

EVERYBODY_ELSE = ("",)
"""Requests of groups that are no longer there, and of nobody known."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Requests and blocks; weeks by their Monday, cut off at either end of the stretch."""

    requests: int
    blocked: int
    weeks: tuple[tuple[date, int, int], ...]
    by_category_and_group: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Overblocking:
    """Addresses that people reported, by what came of them, and how often they were reported."""

    reports: int
    by_outcome: Counts


@dataclass(frozen=True, slots=True)
class Matters:
    """Alerts, concerns and reports about the filter."""

    alerts_by_severity: Counts
    alerts_by_outcome: Counts
    alerts_by_theme: Counts
    minutes_to_triage: float | None
    concerns_by_four_c: Counts
    concerns_by_outcome: Counts
    wrongly_blocked: Overblocking
    wrongly_open: Overblocking
    # shown beside other years, and hidden with what is shown here
    concerns_by_theme: Counts = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted."""
        counted = (self.alerts_by_severity, self.concerns_by_four_c)
        reported = self.wrongly_blocked.reports + self.wrongly_open.reports
        return not (reported or any(any(counts.values()) for counts in counted))


@dataclass(frozen=True, slots=True)
class ShownTraffic:
    """Requests and blocks as one reader sees them; `bands` are the columns of `by_category_and_band`.

    `by_category` None: not told before the time is over.
    """

    requests: int | None
    blocked: int | None
    weeks: tuple[tuple[date, int | None, int | None], ...]
    by_category: Shown | None
    by_category_and_band: Mapping[str, Shown]
    bands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownOverblocking:
    """Reports about the filter as one reader sees them."""

    reports: int | None
    addresses: int | None
    by_outcome: Shown


@dataclass(frozen=True, slots=True)
class ShownMatters:
    """Alerts, concerns and reports as one reader sees them."""

    alerts: int | None
    alerts_by_severity: Shown
    alerts_by_outcome: Shown
    alerts_by_theme: Shown
    minutes_to_triage: float | None
    is_any_decided: bool
    concerns: int | None
    concerns_by_four_c: Shown
    concerns_by_outcome: Shown
    wrongly_blocked: ShownOverblocking
    wrongly_open: ShownOverblocking


def show_matters(matters: Matters, edition: Edition, *, runs: bool) -> ShownMatters:
    """What one reader sees of the matters of a stretch; `runs` says that it is not over."""
    alerts, alerts_total = _together(
        edition,
        runs,
        severity=matters.alerts_by_severity,
        outcome=matters.alerts_by_outcome,
        theme=matters.alerts_by_theme,
    )
    concerns, concerns_total = _together(
        edition,
        runs,
        four_c=matters.concerns_by_four_c,
        outcome=matters.concerns_by_outcome,
        theme=matters.concerns_by_theme,
    )
    decided = sum(matters.alerts_by_outcome.values()) - matters.alerts_by_outcome.get("waiting", 0)
    return ShownMatters(
        alerts=alerts_total,
        alerts_by_severity=alerts["severity"],
        alerts_by_outcome=alerts["outcome"],
        alerts_by_theme=alerts["theme"],
        minutes_to_triage=matters.minutes_to_triage if may_tell_time(decided, edition) else None,
        is_any_decided=decided > 0,
        concerns=concerns_total,
        concerns_by_four_c=concerns["four_c"],
        concerns_by_outcome=concerns["outcome"],
        wrongly_blocked=_over(matters.wrongly_blocked, edition, runs),
        wrongly_open=_over(matters.wrongly_open, edition, runs),
    )


def show_traffic(
    traffic: Traffic,
    edition: Edition,
    *,
    runs: bool,
    bands: Sequence[tuple[str, ...]],
    band_of: Mapping[str, str],
) -> ShownTraffic:
    """What one reader sees of requests and blocks, its groups put together as `bands` (of age bands) says.

    A request that was blocked for two reasons counts once in each category.
    """
    column = {name: band for band in bands for name in band}
    columns = (*bands, EVERYBODY_ELSE)
    rows: dict[str, Counter[str]] = {}
    for category, group, count in traffic.by_category_and_group:
        band = column.get(band_of.get(group, ""), EVERYBODY_ELSE)
        rows.setdefault(category, Counter())[_name(band)] += count
    totals = {category: sum(row.values()) for category, row in rows.items()}
    cells = {category: {_name(band): row[_name(band)] for band in columns} for category, row in rows.items()}
    by_category: Shown = dict(totals)
    by_band: dict[str, Shown] = {category: dict(row) for category, row in cells.items()}
    weeks: Shown = {week.isoformat(): blocked for week, _, blocked in traffic.weeks}
    blocked: int | None = traffic.blocked
    if not edition.exact:
        by_category, by_band = suppress_rows(totals, cells)
        weeks, blocked = suppress({week.isoformat(): blocked for week, _, blocked in traffic.weeks})
    shown = ShownTraffic(
        requests=traffic.requests,
        blocked=blocked,
        weeks=tuple((week, requests, weeks[week.isoformat()]) for week, requests, _ in traffic.weeks),
        by_category=by_category,
        by_category_and_band=by_band,
        bands=columns,
    )
    if not runs or edition.exact:
        return shown
    return _stepped(shown) if edition.as_it_runs else _unfinished(shown)


def band_key(band: tuple[str, ...]) -> str:
    """The key of a column in `by_category_and_band`."""
    return _name(band)


def _name(band: tuple[str, ...]) -> str:
    return "+".join(band)


def _together(edition: Edition, runs: bool, **tables: Counts) -> tuple[dict[str, Shown], int | None]:
    if edition.exact:
        return {name: dict(counts) for name, counts in tables.items()}, sum(next(iter(tables.values())).values())
    shown, total = suppress_together(tables)
    if not runs:
        return shown, total
    return {name: _down(counts) for name, counts in shown.items()}, step_down(total)


def _over(found: Overblocking, edition: Edition, runs: bool) -> ShownOverblocking:
    shown, total = _together(edition, runs, outcome=found.by_outcome)
    few = not edition.exact and (total is None or 0 < found.reports < 5)
    reports = None if few else step_down(found.reports) if runs and not edition.exact else found.reports
    return ShownOverblocking(reports, total, shown["outcome"])


def _stepped(traffic: ShownTraffic) -> ShownTraffic:
    return replace(
        traffic,
        requests=step_down(traffic.requests),
        blocked=step_down(traffic.blocked),
        weeks=tuple((week, step_down(requests), step_down(blocked)) for week, requests, blocked in traffic.weeks),
        by_category=None if traffic.by_category is None else _down(traffic.by_category),
        by_category_and_band={key: _down(row) for key, row in traffic.by_category_and_band.items()},
    )


def _unfinished(traffic: ShownTraffic) -> ShownTraffic:
    """Neither categories, nor a nought of blocks that turns into something with the first of them."""
    stepped = _stepped(replace(traffic, by_category=None, by_category_and_band={}))
    return replace(
        stepped,
        blocked=stepped.blocked or None,
        weeks=tuple((week, requests, blocked or None) for week, requests, blocked in stepped.weeks),
    )


def _down(counts: Shown) -> Shown:
    return {key: step_down(count) for key, count in counts.items()}
