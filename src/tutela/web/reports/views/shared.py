"""What every report's page does: the links between reports, paper, and files for spreadsheets."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tutela.web.core import paper
from tutela.web.core.permissions import Permission
from tutela.web.reports.rules.tables import Table, as_csv, find

REPORTS = (
    ("reports:half-term", Permission.REPORT_READ, _("Half-terms")),
    ("reports:filter", Permission.FILTER_HEALTH, _("The filter")),
    ("reports:freedom", Permission.REPORT_READ, _("Questions from outside")),
)


def links(request: HttpRequest, current: str) -> list[tuple[str, str, bool]]:
    """The reports that this person may open: words, address, whether it is the one that is open."""
    return [(str(words), reverse(name), name == current) for name, needs, words in REPORTS if request.actor.may(needs)]


def on_paper(request: HttpRequest, template: str, context: Mapping[str, Any], *, name: str, back: str) -> HttpResponse:
    """The report as PDF; where that cannot be made, a page that says so and offers to print."""
    made = {**context, "made_at": timezone.now(), "made_for": request.actor.name}
    try:
        return paper.answer(request, template, made, name=f"{request.establishment.slug} {name}")
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
