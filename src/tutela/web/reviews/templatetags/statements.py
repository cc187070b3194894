"""The rows of a review's tables. A framework may have five hundred, and a template takes ten times as long for each."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tutela.web.core.charts import Chart, draw
from tutela.web.core.templatetags.look import tag
from tutela.web.core.templatetags.when import day
from tutela.web.evidence.rules import Bearing
from tutela.web.reviews.queries import FoundRow, Stated

register = template.Library()
MOST_LETTERS = 140


@register.simple_tag
def statement_rows(statements: Iterable[Stated], pk: UUID) -> SafeString:
    """One row for each statement: its page, what was answered, and what the evidence says to it."""
    first = reverse("reviews:statement", args=[pk, 1]).removesuffix("1/")
    essential = format_html(" {}", tag(_("Required"), "purple"))
    look = format_html(" {}", tag(_("Needs a look"), "yellow"))
    marks = _marks()
    rows = SafeString("")
    for one in statements:
        rows += format_html(
            '<tr><th><a class="govuk-link" href="{}{}/">{}</a>{}</th><td>{}{}</td><td>{}</td></tr>',
            first,
            one.number,
            _short(one.part.title or one.part.text),
            essential if one.part.essential else "",
            said(one),
            look if one.answer and one.answer.to_confirm else "",
            marks[_mark(one)],
        )
    return rows


@register.inclusion_tag("reviews/paper_chart.html")
def paper_chart(shown: Chart) -> dict[str, Any]:
    """A drawing as a picture of its own, which no style sheet reaches, with the table of its figures."""
    return {"chart": shown, "drawing": draw(shown, on_paper=True), "columns": shown.columns.split("|")}


@register.filter
def said(one: Stated) -> str:
    """What was answered, in a few words."""
    if not one.asked:
        return _("Not asked")
    if one.answer is None:
        return _("Not answered")
    if not one.answer.applies:
        return _("Does not apply")
    return (one.level.name or one.level.text) if one.level else _("Answered")


@register.simple_tag(takes_context=True)
def shown_by(context: Any, one: Stated) -> str:
    """What bears out a level on the board's paper: facts with their days, in one or more sentences."""
    proofs = context["whole"].list_proofs(one, context["at"])
    return " ".join(
        _("On %(day)s: %(fact)s.") % {"day": day(as_at), "fact": fact[:1].upper() + fact[1:]} for fact, as_at in proofs
    )


@register.filter
def found_rows(rows: list[FoundRow], risks: bool) -> list[FoundRow]:
    """Of what a review found the risks alone, or what is to be improved alone."""
    return [row for row in rows if row.found.is_risk == risks]


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else Truncator(text).chars(MOST_LETTERS)


def _mark(one: Stated) -> str:
    if one.challenges:
        return one.challenges[0].bearing
    level = one.answer.level if one.answer else None
    rests = level is not None and any(below.holds for below in one.part.levels if below.level <= level)
    return Bearing.BEARS_OUT if rests else ""


def _marks() -> dict[str, SafeString | str]:
    return {
        Bearing.CONTRADICTS: tag(_("Contradicts"), "red"),
        Bearing.STALE: tag(_("Out of date"), "yellow"),
        Bearing.SILENT: tag(_("Nothing known"), "grey"),
        Bearing.BEARS_OUT: tag(_("Bears it out"), "green"),
        "": "–",
    }
