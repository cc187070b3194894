"""Actions in lists, and what does not add up."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tutela.web.actions import queries, words
from tutela.web.actions.models import Action
from tutela.web.actions.rules import states
from tutela.web.establishments.queries import local_day

ON_A_PAGE = 25
SHOWS = {
    "open": _("Open"),
    "mine": _("Mine"),
    "overdue": _("Overdue"),
    "no-owner": _("No owner"),
    "done": _("Done"),
    "all": _("All"),
}
EMPTY = {
    "open": _("No action is open"),
    "mine": _("You have no open actions"),
    "overdue": _("Nothing is overdue"),
    "no-owner": _("Every open action has an owner"),
    "done": _("No action is done yet"),
    "all": _("There are no actions yet"),
}


@require_safe
def list_actions(request: HttpRequest) -> HttpResponse:
    """All actions, narrowed by the address."""
    at = timezone.now()
    show = request.GET.get("show", "open")
    show = show if show in SHOWS else "open"
    counts = queries.count_shows(request.actor, at)
    tabs = [(words, f"?show={key}", counts[key], key == show) for key, words in SHOWS.items()]
    faults = queries.list_what_does_not_add_up(request.actor, request.establishment, at)
    wrong = len({action.pk for _fault, actions in faults for action in actions})
    may_change = states.may_change(request.actor)
    context = {"show": show, "tabs": tabs, "wrong": wrong, "may_change": may_change, "total": counts["all"]}
    return _list(request, queries.list_actions(request.actor, show, at), EMPTY[show], context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the one who looks has to see to, whatever else they may do here."""
    at = timezone.now()
    if not states.may_own(request.actor):
        raise Http404
    return _list(request, queries.list_mine(request.actor, at), EMPTY["mine"], {"show": "mine", "is_mine": True})


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """What does not add up."""
    at = timezone.now()
    found = queries.list_what_does_not_add_up(request.actor, request.establishment, at)
    sections = [
        {"title": title, "advice": advice, "rows": [_row(request, one, at) for one in actions]}
        for (title, advice), actions in ((words.FAULTS[fault], actions) for fault, actions in found)
    ]
    return render(request, "actions/checks.html", {"sections": sections, "back": reverse("actions:list")})


def _list(request: HttpRequest, rows: Any, empty: Any, context: dict[str, Any]) -> HttpResponse:
    at = timezone.now()
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [_row(request, one, at) for one in page]
    return render(request, "actions/list.html", {"page_obj": page, "rows": shown, "empty": empty, **context})


def _row(request: HttpRequest, action: Action, at: Any) -> dict[str, Any]:
    late = states.is_overdue(action.state, action.due_on, local_day(request.establishment, at))
    return {"action": action, "late": late, "recurs": words.recurs(action.recurs_days)}
