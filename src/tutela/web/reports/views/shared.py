"""What every report's page does: paper, and files for spreadsheets."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from tutela.web.core import paper
from tutela.web.reports.rules.tables import Table, as_csv, find


def on_paper(request: HttpRequest, template: str, context: Mapping[str, Any], *, name: str, back: str) -> HttpResponse:
    """The report as PDF; where that cannot be made, a page that says so and offers to print."""
    try:
        return paper.answer(request, template, context, name=f"{request.establishment.slug} {name}")
    except paper.NoPaper as error:
        return render(request, "reports/no_paper.html", {"reason": str(error), "back": back}, status=503)


def as_file(request: HttpRequest, tables: Sequence[Table], key: str, *, name: str) -> HttpResponse:
    """One table as CSV. Raises `Http404` for a table that this report does not have."""
    table = find(tables, key)
    if table is None:
        raise Http404
    response = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    file = slugify(f"{request.establishment.slug} {table.key} {name}")
    response.headers["Content-Disposition"] = f'attachment; filename="{file}.csv"'
    return response
