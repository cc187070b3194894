"""The answer to a freedom-of-information request about monitoring."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.outbox import site_address
from tutela.web.reports.queries import freedom
from tutela.web.reports.views import shared


@require_safe
def show_answers(request: HttpRequest) -> HttpResponse:
    """What may be published, and for whoever works the queue the exact figures beside it."""
    return render(request, "reports/freedom.html", _report(request))


@require_safe
def print_answers(request: HttpRequest) -> HttpResponse:
    """What may be published, on paper."""
    return shared.on_paper(
        request, "reports/freedom_paper.html", _report(request), name="monitoring", back=reverse("reports:freedom")
    )


@require_safe
def save_table(request: HttpRequest, table: str) -> HttpResponse:
    """One table of it."""
    return shared.as_file(request, _report(request)["report"].tables, table, name="")


def _report(request: HttpRequest) -> dict[str, Any]:
    return {
        "report": freedom.get_answers(request.actor, request.establishment, at=timezone.now()),
        "title": _("Questions about monitoring"),
        "query": "",
        "policy": f"{site_address()}{reverse('help:monitored')}",
        "paper_address": "reports:freedom-paper",
        "table_address": "reports:freedom-table",
    }
