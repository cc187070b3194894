"""A governor reads a chart, or its table, and gets the same figures."""

import re
from typing import Any

import pytest
from django.template import Context, Template

from tutela.web.core.charts import Chart, Series, draw


def chart(**changes: Any) -> Chart:
    given = {
        "title": "Alerts by week",
        "labels": ("2 November", "9 November"),
        "series": (Series("Raised", (2, 4)), Series("Dismissed", (8, 1))),
        "kind": "stacked",
        "label_heading": "Week",
    }
    return Chart(**{**given, **changes})


def page(shown: Chart) -> str:
    return Template("{% load look %}{% chart chart %}").render(Context({"chart": shown}))


def test_every_figure_of_a_chart_stands_in_the_table_beneath() -> None:
    html = page(chart())
    table = html[html.index("<table") :]
    assert re.findall(r'tutela-table__value">([^<]*)<', table) == ["2 November", "2", "8", "9 November", "4", "1"]


def test_a_chart_has_a_name_and_a_description_for_those_who_do_not_see_it() -> None:
    html = draw(chart(summary="More were raised in the second week."))
    name = re.search(r'aria-labelledby="(\S+)-title \1-desc"', html)
    assert name
    assert f'<desc id="{name[1]}-desc">More were raised in the second week.</desc>' in html


def test_bars_are_as_long_as_their_figures() -> None:
    html = draw(chart(kind="bar", series=(Series("Requests", (10, 5)),)))
    assert re.findall(r'tutela-chart__fill-1" x="0.00%" y="\d+" width="([\d.]+)%"', html) == ["84.00", "42.00"]


def test_series_differ_in_more_than_colour() -> None:
    html = draw(chart())
    assert 'fill="url(#chart-' in html
    assert html.count("<pattern ") == 3


def test_a_line_is_drawn_against_round_figures() -> None:
    html = draw(chart(kind="line", series=(Series("Requests", (8200, 2100)),)))
    assert re.findall(r'text-anchor="end">([\d,]+)</text>', html) == ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]


@pytest.mark.parametrize("values", [(0.1, 0.3), (1, 1), (-5, 5), (1, 1_000_000), (3, 0)])
def test_any_figures_can_be_drawn_as_a_line(values: tuple[float, float]) -> None:
    html = draw(chart(kind="line", series=(Series("Requests", values),)))
    heights = [float(y) for y in re.findall(r'dot-1" cx="[\d.]+%" cy="(-?[\d.]+)"', html)]
    assert len(heights) == 2
    assert all(24 <= y <= 204 for y in heights)


def test_a_single_day_is_still_a_chart() -> None:
    assert "<circle" in draw(chart(kind="line", labels=("Monday",), series=(Series("Requests", (4,)),)))


def test_nothing_to_show_is_said_in_words() -> None:
    assert "Nothing to show yet." in draw(chart(series=(Series("Raised", (0, 0)),)))
    assert "Nothing to show yet." in draw(chart(labels=(), series=(Series("Raised", ()),)))


def test_names_in_a_chart_are_never_markup() -> None:
    html = page(chart(title="<script>", labels=("<b>", "|"), series=(Series("a|<i>", (1, 2)),)))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html


@pytest.mark.parametrize(
    "wrong",
    [
        {"series": ()},
        {"series": (Series("a", (1, 2)),) * 5},
        {"kind": "bar"},
        {"series": (Series("a", (1,)),)},
        {"series": (Series("a", (1, -2)),)},
    ],
)
def test_a_chart_that_would_mislead_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        chart(**wrong)


def test_a_radar_has_a_numbered_spoke_for_each_row_and_a_gap_where_a_figure_is_not_shown() -> None:
    values = (100.0, 50.0, None, 0.0)
    chart = Chart("Sections", ("A", "B", "C", "D"), (Series("Now", values),), kind="radar", unit="%")
    drawn = draw(chart)
    assert drawn.count("tutela-chart__dot-1") == 3
    assert drawn.count("tutela-chart__line-1") == 2
    assert 'cx="144.0" cy="28.0"' in drawn
    assert [label for label, _ in chart.rows] == ["1. A", "2. B", "3. C", "4. D"]
    nothing = Chart("Sections", ("A", "B", "C"), (Series("Now", (0, 0, None)),), kind="radar")
    assert draw(nothing).count('cx="144.0" cy="144.0"') == 2
    with pytest.raises(ValueError, match="3 spokes"):
        Chart("Sections", ("A", "B"), (Series("Now", (1, 2)),), kind="radar")
