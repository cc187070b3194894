"""Whether sanctions, concerns, alerts and blocks fall on some groups more than on others."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.reports import forms, operations
from tutela.web.reports.queries import groups
from tutela.web.reports.views import shared


@require_safe
def show_groups(request: HttpRequest) -> HttpResponse:
    """Each group beside all others."""
    return render(request, "reports/groups.html", _report(request))


@require_safe
def print_groups(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    return shared.on_paper(
        request, "reports/paper.html", _report(request), name="groups", back=reverse("reports:groups")
    )


@require_safe
def save_table(request: HttpRequest, table: str) -> HttpResponse:
    """One table of it."""
    return shared.as_file(request, _report(request)["report"].tables, table, name="groups")


@form_page
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in totals as CSV."""
    years = groups.list_years(request.actor, request.establishment, timezone.now())
    form = forms.Totals(posted(request), request.FILES or None, years=years)

    def save(answers: dict[str, Any]) -> None:
        operations.note_totals(
            actor=request.actor,
            year=int(answers["year"]),
            counted=answers["counted"],
            content=answers["file"],
            at=timezone.now(),
        )

    if was_saved(form, save):
        messages.success(request, _("The totals are here."))
        return redirect("reports:groups")
    title, back = _("Take in totals of groups"), reverse("reports:groups")
    context = {"form": form, "title": title, "save": _("Take them in"), "back": back}
    return render(request, "core/question.html", context)


def _report(request: HttpRequest) -> dict[str, Any]:
    return {
        "report": groups.get_report(request.actor, request.establishment, at=timezone.now()),
        "title": _("Does it fall on some groups more than on others?"),
        "query": "",
        "may_take_in": request.actor.may(Permission.CONCERN_WRITE),
        "paper_address": "reports:groups-paper",
        "table_address": "reports:groups-table",
    }
