"""The report that a governor, a head and a DSL read: one chart, and every figure in a table."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tutela.web.concerns.rules import ROUTE_ROLES
from tutela.web.core.actor import Actor
from tutela.web.core.charts import Chart, Series
from tutela.web.establishments.queries import local_day
from tutela.web.reports import queries, rules

Rows = list[tuple[str, str]]


def show_half_term(request: HttpRequest) -> HttpResponse:
    """The last six school weeks of this establishment."""
    school = request.establishment
    since, until = rules.half_term_of(local_day(school, timezone.now()), school.time_zone)
    figures = queries.get_figures(request.actor, since=since, until=until, time_zone=school.time_zone)
    categories = figures.blocked_by_category
    return render(
        request,
        "reports/half_term.html",
        {
            "since": since,
            "until": until,
            "suppressed": not _may_see_small_numbers(request.actor),
            "chart": None if categories is None else _chart(_shown(request.actor, categories)),
            "requests": None if figures.requests is None else _rows(request.actor, figures.requests),
            "severities": _rows(request.actor, figures.alerts_by_severity),
            "outcomes": _rows(request.actor, figures.alerts_by_outcome),
            "four_cs": _rows(request.actor, figures.concerns_by_four_c),
            "minutes": figures.minutes_to_triage if _may_show_time(request.actor, figures) else None,
        },
    )


def _may_see_small_numbers(actor: Actor) -> bool:
    """Whoever works the whole queue learns nothing from a small count; a head or a chair reads single matters only."""
    return bool(actor.roles & set(ROUTE_ROLES["dsl"]))


def _may_show_time(actor: Actor, figures: queries.Figures) -> bool:
    """A time that only a few alerts stand behind tells of one of them."""
    few = sum(figures.alerts_by_severity.values()) < rules.SMALLEST_SHOWN
    return not few or _may_see_small_numbers(actor)


def _shown(actor: Actor, counts: Mapping[str, int]) -> Mapping[str, int | None]:
    return dict(counts) if _may_see_small_numbers(actor) else rules.suppress(counts)


def _rows(actor: Actor, counts: Mapping[str, int]) -> Rows:
    return [(name, rules.in_words(count)) for name, count in _shown(actor, counts).items()]


def _chart(counts: Mapping[str, int | None]) -> Chart:
    shown = {name: count for name, count in counts.items() if count is not None}
    return Chart(
        title="Blocked requests by category",
        labels=tuple(shown),
        series=(Series("Requests", tuple(shown.values())),),
        kind="bar",
        label_heading="Category",
        summary="A block is the filter at work, not a finding about anybody.",
    )
