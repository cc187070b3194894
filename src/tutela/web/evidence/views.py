"""Pages that show what is known, since when, and for how long it speaks."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.charts import Chart, Series
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import may_open
from tutela.web.core.templatetags.when import day
from tutela.web.evidence import queries
from tutela.web.evidence.kinds import list_kinds

HISTORY = timedelta(days=400)
MOST_POINTS = 24


@require_safe
def list_evidence(request: HttpRequest) -> HttpResponse:
    """Every kind of figure, and which of them speak today."""
    current = queries.list_current(request.actor, request.establishment.pk, timezone.now())
    groups = {
        "known": [one for one in current.values() if one.figure and not one.stale],
        "stale": [one for one in current.values() if one.stale],
        "unknown": [one for one in current.values() if not one.figure],
    }
    state = request.GET.get("state", "all")
    rows = groups.get(state, [one for group in groups.values() for one in group])
    states = (
        ("all", _("All")),
        ("known", _("Known (%(count)d)") % {"count": len(groups["known"])}),
        ("stale", _("Out of date (%(count)d)") % {"count": len(groups["stale"])}),
        ("unknown", _("Not known yet (%(count)d)") % {"count": len(groups["unknown"])}),
    )
    open_to = {one.figure.address for one in rows if one.figure and may_open(request.actor, one.figure.address)}
    shown = {"rows": rows, "open_to": open_to, "states": states, "state": state if state in groups else "all"}
    return render(request, "evidence/list.html", shown)


@require_safe
def show_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One figure over time: a line, and the table beneath."""
    if kind not in list_kinds():
        raise Http404
    at = timezone.now()
    current = queries.list_current(request.actor, request.establishment.pk, at)[kind]
    hidden = current.kind.few == "hidden" and not request.actor.may(Permission.ALERT_READ)
    history = [] if hidden else queries.list_history(request.actor, request.establishment.pk, kind, at - HISTORY)
    points = history[-MOST_POINTS:]
    chart = Chart(
        current.kind.title,
        labels=tuple(day(figure.as_at) for figure in points),
        series=(Series(current.kind.title, tuple(figure.value for figure in points)),),
        kind="line",
        label_heading=_("Day"),
        summary=_("Each point is a day on which the figure said something new."),
        unit="%" if current.kind.unit == "pct" else "",
    )
    leads_on = bool(current.figure) and may_open(request.actor, current.figure.address)
    shown = {"one": current, "chart": chart if len(points) > 1 else None, "hidden": hidden, "leads_on": leads_on}
    return render(request, "evidence/kind.html", shown | {"back": reverse("evidence:list")})
