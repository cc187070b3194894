"""The drawings of a review: how things stand, and how they did over time."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tutela.web.core.charts import FEWEST_SPOKES, Chart, Series
from tutela.web.core.templatetags.when import day
from tutela.web.reviews.queries import Whole
from tutela.web.reviews.queries.progress import Point
from tutela.web.reviews.rules.sharing import medians

RULES = {
    "lowest": gettext_lazy("a section is as good as its weakest statement"),
    "average": gettext_lazy("a section is the average of its statements"),
    "weighted": gettext_lazy("a section is the average of its statements by their weight"),
}
MOST_SPOKES = 16


def standing(whole: Whole) -> Chart | None:
    """How far up the ladder each section is, beside the review before; None while nothing is answered."""
    answered = [section for section in whole.sections if section.score.pct is not None]
    if not answered:
        return None
    series = [Series(_("Now"), tuple(section.score.pct for section in answered))]
    if any(section.last and section.last.pct is not None for section in answered):
        before = tuple(section.last.pct if section.last else None for section in answered)
        series.append(Series(_("The review before"), before))
    spokes = FEWEST_SPOKES <= len(answered) <= MOST_SPOKES
    return Chart(
        _("How far up the ladder each section is"),
        labels=tuple(section.title for section in answered),
        series=tuple(series) if spokes else tuple(series[:1]),
        kind="radar" if spokes else "bar",
        label_heading=_("Section"),
        summary=_("By the rule of this framework: %(rule)s.") % {"rule": RULES[whole.framework.scoring]},
        unit="%",
    )


def beside_others(whole: Whole, shared: list[dict[str, Any]]) -> Chart | None:
    """Each section beside the middle of what other establishments said; None while none did."""
    theirs = medians(shared)
    sections = [one for one in whole.sections if one.score.pct is not None and one.id in theirs]
    if not sections:
        return None
    return Chart(
        _("Beside other establishments"),
        labels=tuple(section.title for section in sections),
        series=(
            Series(_("Here"), tuple(section.score.pct for section in sections)),
            Series(_("The middle of the others"), tuple(theirs[section.id] for section in sections)),
        ),
        kind="radar" if FEWEST_SPOKES <= len(sections) <= MOST_SPOKES else "line",
        label_heading=_("Section"),
        summary=ngettext(
            "%d establishment has given its figures.", "%d establishments have given their figures.", len(shared)
        )
        % len(shared),
        unit="%",
    )


def over_time(points: list[Point]) -> Chart | None:
    """How far up the ladder the whole was in each review; None until there are two."""
    known = [point for point in points if point.pct is not None]
    if len(known) < 2:
        return None
    return Chart(
        _("From review to review"),
        labels=tuple(day(point.day) for point in known),
        series=(Series(_("Share of the way"), tuple(point.pct for point in known)),),
        kind="line",
        label_heading=_("Review of"),
        summary=_("Each point is one review of this framework, by the framework as it was then."),
        unit="%",
    )
