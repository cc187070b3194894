"""The parts that pages are made of, as template tags: `{% load look %}`. tests/web/look shows each of them.

Tags that hold content are written as pairs: `{% inset %}…{% endinset %}`.
"""

import re
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tutela.web.core.charts import Chart, draw
from tutela.web.core.forms import question as questions

register = template.Library()

SEVERITIES = {1: "red", 2: "orange", 3: "yellow", 4: "teal", 5: "grey"}


@register.filter
def sentence(text: object) -> str:
    """A name or role as it stands inside a sentence: the first letter small unless the word is in capitals."""
    words = str(text)
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


# Forms


@register.simple_tag
def question(bound: BoundField, *, heading: bool = False, size: str = "") -> SafeString:
    """One question, for fields of any form: `{% question form.login %}`; `heading=True` makes its label the h1."""
    return questions.render(bound, heading=heading, size=size)


@register.inclusion_tag("core/parts/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """Every error of these forms, each a link to its input; nothing when there are none."""
    problems = []
    for form in forms:
        if not form or not form.is_bound:
            continue
        problems += [(error, "") for error in form.non_field_errors()]
        for bound in form:
            problems += [(error, f"#{questions.first_input(bound)}") for error in bound.errors]
    return {"problems": problems}


@register.inclusion_tag("core/parts/button.html")
def button(text: str, href: str = "", kind: str = "", *, name: str = "", value: str = "") -> dict[str, Any]:
    """A submit button, or a link that looks like one. `kind`: "" (the main action), secondary, warning or start."""
    return {"text": text, "href": href, "kind": kind, "name": name, "value": value}


@register.inclusion_tag("core/parts/filter_panel.html", takes_context=True)
def filter_panel(context: Context, form: Any, title: str = "") -> dict[str, Any]:
    """The questions that narrow a list, with what is chosen now and a way to take each choice back."""
    request = context.get("request")
    return {
        "form": form,
        "title": title or _("Filter"),
        "chosen": _chosen(form),
        "csp_nonce": context.get("csp_nonce", ""),
        "clear": request.path if request else "?",
    }


def _chosen(form: Any) -> list[dict[str, str]]:
    """What narrows the list now, each with the address that takes it back. The form's data is the request's query."""
    chosen = []
    for bound in form if form.is_bound else ():
        values = form.data.getlist(bound.html_name)
        names = dict(_flat(getattr(bound.field, "choices", ())))
        for value in filter(None, values):
            left = form.data.copy()
            left.pop("page", None)
            left.setlist(bound.html_name, [other for other in values if other != value])
            shown = names.get(value, value)
            chosen.append({"label": bound.label, "value": shown, "without": f"?{left.urlencode()}"})
    return chosen


def _flat(choices: Any) -> list[tuple[str, Any]]:
    pairs = []
    for value, label in choices:
        pairs += [(str(v), t) for v, t in label] if isinstance(label, list | tuple) else [(str(value), label)]
    return pairs


# Words with weight


@register.simple_tag
def tag(text: object, colour: str = "") -> SafeString:
    """A status. Colours: grey, green, teal, purple, magenta, red, orange, yellow; none is blue."""
    return format_html('<strong class="govuk-tag{}">{}</strong>', f" govuk-tag--{colour}" if colour else "", text)


@register.simple_tag
def severity(level: int) -> SafeString:
    """How serious a match, alert or concern is: 1 (worst) to 5, always in words as well as colour."""
    words = {1: _("1 Immediate"), 2: _("2 High"), 3: _("3 Medium"), 4: _("4 Low"), 5: _("5 For information")}
    colour = SEVERITIES.get(int(level), "grey")
    return format_html(
        '<strong class="govuk-tag govuk-tag--{} tutela-severity">{}</strong>', colour, words.get(int(level), level)
    )


@register.inclusion_tag("core/parts/banner.html")
def banner(text: object, kind: str = "", title: str = "") -> dict[str, Any]:
    """A message across the page about what just happened (`kind="success"`) or what to know first."""
    return {"text": text, "kind": kind, "title": title or (_("Done") if kind == "success" else _("Important"))}


@register.inclusion_tag("core/parts/alert.html")
def alert(text: object, kind: str = "information", title: str = "") -> dict[str, Any]:
    """A coloured line with a sign: information, success, warning or error."""
    names = {"success": _("success"), "warning": _("warning"), "error": _("error")}
    known = kind if kind in names else "information"
    return {"text": text, "kind": known, "title": title, "name": names.get(kind, _("information"))}


@register.simple_block_tag
def inset(content: str) -> SafeString:
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{}</span> {}</strong></div>',
        _("Warning"),
        content,
    )


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:  # noqa: A002  the word of HTML itself
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        mark_safe(" open") if open else "",
        summary,
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """The end of a task: what was done, and its reference. Its title is the page's h1."""
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation"><h1 class="govuk-panel__title">{}</h1>'
        '<div class="govuk-panel__body">{}</div></div>',
        title,
        content,
    )


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """What a list says when it has nothing to show: that this is so, and what it means."""
    return format_html(
        '<div class="tutela-empty"><p class="tutela-empty__title">{}</p>'
        '<div class="tutela-empty__words">{}</div></div>',
        title,
        content,
    )


@register.inclusion_tag("core/parts/waiting.html")
def waiting(count: int, words: str, href: str = "", *, note: str = "", urgent: bool = False) -> dict[str, Any]:
    """One figure that may need someone now: "3 alerts to look at". Nought is shown calmly and without a link."""
    return {"count": count, "words": words, "href": href if count else "", "note": note, "urgent": urgent and count}


# Lists of things


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    return format_html('<dl class="govuk-summary-list">{}</dl>', content)


@register.simple_block_tag
def summary_row(content: str, key: str, href: str = "", action: str = "") -> SafeString:
    """One line of a summary list; with `href` it can be changed."""
    values = {"key": key, "value": content, "href": href, "action": action or _("Change")}
    return render_to_string("core/parts/summary_row.html", values)


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    return format_html('<div class="moj-timeline">{}</div>', content)


@register.simple_block_tag
def entry(content: str, title: str, at: object = None, by: str = "", level: int = 2) -> SafeString:
    """One dated entry of a chronology. `at` is an aware datetime or a date."""
    values = {"title": title, "at": at, "by": by, "level": level, "content": content}
    return render_to_string("core/parts/entry.html", values)


@register.simple_block_tag
def task_list(content: str) -> SafeString:
    return format_html('<ul class="govuk-task-list">{}</ul>', content)


@register.inclusion_tag("core/parts/task.html")
def task(text: str, href: str = "", status: str = "", colour: str = "", hint: str = "") -> dict[str, Any]:
    """One thing to do; without `colour` its status is plain text, as for what is completed."""
    identity = re.sub(r"\W+", "-", text.lower()).strip("-")
    return {"text": text, "href": href, "status": status, "colour": colour, "hint": hint, "id": f"task-{identity}"}


@register.simple_block_tag
def table(
    content: str, caption: str, columns: str, *, numeric: str = "", hide_caption: bool = False, stacks: bool = True
) -> SafeString:
    """A table that becomes one card per row on a phone, so that no column is ever cut off.

    `columns` are the headings, parted by "|"; `numeric` counts the columns of figures from 1 ("2,4"). The content
    is rows: `<tr><th>…</th><td>…</td></tr>`, the first cell naming the row. Without `stacks` it stays a table, for
    two or three narrow columns.
    """
    headings = [heading.strip() for heading in str(columns).split("|")]
    figures = {int(number) - 1 for number in numeric.split(",") if number.strip()}
    rows = re.sub(
        r"<tr\b([^>]*)>(.*?)</tr>", lambda row: _row(row[1], row[2], headings, figures), content, flags=re.DOTALL
    )
    values = {
        "caption": caption,
        "hide_caption": hide_caption,
        "stacks": stacks,
        "headings": [(heading, index in figures) for index, heading in enumerate(headings)],
        "rows": mark_safe(rows),  # noqa: S308  the content of the tag, escaped when it was rendered
    }
    return render_to_string("core/parts/table.html", values)


def _row(attributes: str, cells: str, headings: list[str], figures: set[int]) -> str:
    """One row with what stacking needs: a label inside each cell, and roles, since CSS takes the table's away."""
    made = []
    for index, (kind, given, inner) in enumerate(re.findall(r"<(th|td)\b([^>]*)>(.*?)</\1>", cells, flags=re.DOTALL)):
        first = kind == "th"
        name = "govuk-table__header" if first else "govuk-table__cell"
        name += f" {name}--numeric" if index in figures else ""
        role = 'scope="row" role="rowheader"' if first else 'role="cell"'
        label = conditional_escape(headings[index] if index < len(headings) else "")
        made.append(
            f'<{kind} class="{name}" {role}{given}><span class="tutela-table__label" aria-hidden="true">{label}</span>'
            f'<span class="tutela-table__value">{inner.strip()}</span></{kind}>'
        )
    return f'<tr class="govuk-table__row" role="row"{attributes}>{"".join(made)}</tr>'


@register.inclusion_tag("core/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, what: str = "") -> dict[str, Any]:
    """Links to the other pages of a list, keeping its filters; with `what` it says "Showing 26 to 50 of 90 alerts"."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?page={number}"
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "what": what,
        "items": [(number, address(number) if isinstance(number, int) else "") for number in numbers],
        "before": address(page.number - 1) if page.has_previous() else "",
        "after": address(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("core/parts/chart.html")
def chart(shown: Chart) -> dict[str, Any]:
    """A chart drawn by the server, with the table of its figures beneath."""
    return {"chart": shown, "drawing": draw(shown), "stacks": len(shown.series) > 2}
