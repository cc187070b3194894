"""The path from protecting to empowering: what there is today, and month by month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.charts import Chart, Series
from tutela.web.establishments.queries import local_day
from tutela.web.registers import queries
from tutela.web.registers.kinds import TAGS


@require_safe
def balance(request: HttpRequest) -> HttpResponse:
    """Two drawings with their tables."""
    found = queries.get_balance(request.actor, request.establishment, local_day(request.establishment, timezone.now()))
    now = Chart(
        _("What there is today"),
        labels=tuple(str(words) for words in TAGS.values()),
        series=(
            Series(_("Controls"), tuple(float(found.controls[tag]) for tag in TAGS)),
            Series(_("Actions"), tuple(float(found.actions[tag]) for tag in TAGS)),
        ),
        kind="stacked",
        label_heading=_("What it serves"),
        summary=_("Controls that stand against risks, and actions under way or done."),
    )
    path = Chart(
        _("Month by month"),
        labels=tuple(date_format(month, "M Y") for month in found.months),
        series=tuple(Series(str(words), tuple(map(float, found.path[tag]))) for tag, words in TAGS.items()),
        kind="line",
        label_heading=_("Month"),
        summary=_("Controls that stood at the end of each month, with the actions done until then."),
    )
    shown = {"now": now, "path": path, "advice": _advice(found), "back": reverse("registers:risks")}
    return render(request, "registers/balance.html", shown)


def _advice(found: queries.Balance) -> str:
    counts = {tag: found.controls[tag] + found.actions[tag] for tag in TAGS}
    total = sum(counts.values())
    if not total:
        return _("Nothing serves any of the three yet. Begin with the register of risks.")
    if counts["protect"] > total / 2:
        return _("More than half of it protects. People leave our network every day: what will they know and do then?")
    if not counts["empower"]:
        return _("Nothing empowers yet: ask learners what they would do themselves.")
    return _("All three are served.")
