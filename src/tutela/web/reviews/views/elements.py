"""The four elements of a safe environment as the records have them, and other ways to sort the same records."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from tutela.web.core.charts import FEWEST_SPOKES, Chart, Series
from tutela.web.establishments import queries as establishments
from tutela.web.evidence.rules import bar_in_words
from tutela.web.reviews import queries
from tutela.web.reviews.lenses import find_lens, get_source, list_lenses
from tutela.web.reviews.queries.elements import Stands
from tutela.web.reviews.rules import elements
from tutela.web.reviews.rules.elements import Standing

TITLES = {
    "awareness": gettext_lazy("Awareness, responsibilities, policies and procedures"),
    "technology": gettext_lazy("Technological tools"),
    "education": gettext_lazy("Education for everyone"),
    "review": gettext_lazy("Review that goes on all the time"),
}
LABELS = {
    Standing.FALLS_SHORT: (gettext_lazy("Falls short"), "red"),
    Standing.OUT_OF_DATE: (gettext_lazy("Out of date"), "yellow"),
    Standing.UNKNOWN: (gettext_lazy("Not known"), "grey"),
    Standing.ENOUGH: (gettext_lazy("In place"), "green"),
}

PRESSING = (Standing.FALLS_SHORT, Standing.OUT_OF_DATE)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Each element with its live figures, the worst first, and what they mean."""
    found = queries.list_standings(request.actor, request.establishment.pk, timezone.now())
    words = {
        "title": _("The four elements"),
        "about": _(
            "How things stand by the records alone: nobody types anything here. Each figure is held against what our "
            "frameworks ask for before they call something in place. What falls short stands first."
        ),
    }
    parts = [_part(key, str(TITLES[key]), rows) for key, rows in found.items()]
    return _render(request, parts, words, label=_("Element"))


@require_safe
def show_lens(request: HttpRequest, lens: str) -> HttpResponse:
    """The same figures, and the levels of the newest reviews, sorted in another way."""
    here, at = request.establishment, timezone.now()
    chosen = find_lens(lens, establishments.terms_of(here))
    if chosen is None:
        raise Http404
    figures = queries.list_through(request.actor, here.pk, at, chosen)
    judged = queries.list_judged(request.actor, here, at, chosen)
    parts = [
        _part(part.id, part.title, figures[part.id]) | {"text": part.text, "judged": judged[part.id]}
        for part in chosen.parts
    ]
    words = {"title": chosen.title, "about": chosen.text, "source": get_source()}
    return _render(request, parts, words, label=_("Part"), current=chosen.id)


def _render(
    request: HttpRequest, parts: list[dict[str, Any]], words: dict[str, str], *, label: str, current: str = ""
) -> HttpResponse:
    chart = Chart(
        _("Figures that are enough"),
        labels=tuple(part["title"] for part in parts),
        series=(Series(_("Share of the figures"), tuple(part["share"] for part in parts)),),
        kind="radar" if len(parts) > FEWEST_SPOKES else "bar",
        label_heading=label,
        summary=_("Of the figures that our frameworks rest on, how many reach what is asked today."),
        unit="%",
    )
    tabs = [(_("Four elements"), reverse("reviews:elements"), not current)]
    tabs += [(lens.title, reverse("reviews:lens", args=[lens.id]), lens.id == current) for lens in list_lenses()]
    return render(request, "reviews/elements.html", {"elements": parts, "chart": chart, "tabs": tabs, **words})


def _part(key: str, title: str, rows: list[Stands]) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "share": elements.share(one.standing for one in rows),
        "meaning": _meaning(rows),
        "pressing": [_figure(one) for one in rows if one.standing in PRESSING],
        "unknown": [_figure(one) for one in rows if one.standing is Standing.UNKNOWN],
        "enough": [_figure(one) for one in rows if one.standing is Standing.ENOUGH],
    }


def _meaning(rows: list[Stands]) -> str:
    counted = elements.count(one.standing for one in rows)
    enough, total = counted[Standing.ENOUGH], len(rows)
    said = _("%(enough)d of %(total)d figures are enough.") % {"enough": enough, "total": total}
    if short := counted[Standing.FALLS_SHORT]:
        said += " " + ngettext("%d falls short of what is asked.", "%d fall short of what is asked.", short) % short
    if unproved := counted[Standing.OUT_OF_DATE] + counted[Standing.UNKNOWN]:
        words = ngettext(
            "Of %d nobody can say today: it is out of date or not known.",
            "Of %d nobody can say today: they are out of date or not known.",
            unproved,
        )
        said += " " + words % unproved
    return said


def _figure(one: Stands) -> dict[str, Any]:
    label, colour = LABELS[one.standing]
    bar = bar_in_words(one.current.kind, one.asked.bar.at_least, one.asked.bar.at_most)
    first, more = one.asked.statements[0], len(one.asked.statements) - 1
    rests = _("“%(first)s” rests on it.") % {"first": first}
    if more:
        words = ngettext(
            "“%(first)s” and %(more)d other statement rest on it.",
            "“%(first)s” and %(more)d other statements rest on it.",
            more,
        )
        rests = words % {"first": first, "more": more}
    meaning = _("Asked: %(bar)s.") % {"bar": bar} + " " + rests
    return {"name": one.name, "current": one.current, "label": label, "colour": colour, "meaning": meaning}
