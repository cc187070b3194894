"""`{% load report %}`: a table of a report with its drawing, on screen and on paper."""

from typing import Any

from django import template
from django.template.context import Context

from tutela.web.core.charts import Chart, Series, draw
from tutela.web.reports.rules.tables import HIDDEN, Table

register = template.Library()

MOST_DRAWN = 8


@register.inclusion_tag("reports/table.html", takes_context=True)
def report_table(context: Context, table: Table) -> dict[str, Any]:
    """A table; where it has a drawing, that stands above and shows the first column of figures."""
    chart = chart_of(table) if table.drawn else None
    on_paper = bool(context.get("on_paper"))
    return {
        "table": table,
        "chart": chart,
        "drawing": draw(chart, on_paper=on_paper) if chart else "",
        "stacks": len(table.columns) > 2,
        "hidden": HIDDEN,
        "on_paper": on_paper,
        "more": chart and len(table.rows) > MOST_DRAWN and table.drawn == "bar",
        "most": MOST_DRAWN,
    }


def chart_of(table: Table) -> Chart | None:
    """The drawing of a table's first column; None where there is no figure in it to draw."""
    values = tuple(cells[0] if isinstance(cells[0], int | float) else None for _, cells in table.rows)
    if not any(values):
        return None
    return Chart(
        title=table.title,
        labels=tuple(label for label, _ in table.rows),
        series=(Series(table.columns[0].name, values),),
        kind="line" if table.drawn == "line" else "bar",
        label_heading=table.heading,
        summary=table.summary,
        most_drawn=MOST_DRAWN if table.drawn == "bar" else 0,
    )
