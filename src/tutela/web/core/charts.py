"""Charts drawn as SVG by the server: no script, they print, and the table of figures always stands beneath.

Lengths across are percentages and lengths down are pixels, so text keeps its size on a phone. Series differ in
pattern or dash as well as in colour. A figure that may not be shown is None: no bar and no point, and words say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from itertools import pairwise
from math import ceil, floor, log10
from typing import Literal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tutela.web.core.radar import SIZE, draw_spokes

BAR_ROOM = 84  # per cent of the width that the longest bar takes, so that its figure fits behind it
ROW, BAR = 56, 20  # pixels from one bar to the next, and the height of a bar
PLOT_TOP, PLOT_BOTTOM, PLOT_HEIGHT = 24, 204, 236  # pixels
MOST_SERIES, FEWEST_SPOKES = 4, 3
PAPER_WIDTH = 640  # pixels, of 96 to the inch: the width of the text on A4

# On paper a drawing is a picture of its own, which the style sheet of the page does not reach: core/look.css again.
PAPER_STYLE = (
    "text{font-family:'Liberation Sans','Noto Sans','DejaVu Sans',sans-serif;font-size:13px}"
    ".tutela-chart__label,.tutela-chart__figure{fill:#0b0c0c}.tutela-chart__figure{font-weight:700}"
    ".tutela-chart__tick,.tutela-chart__hidden{fill:#47585a}.tutela-chart__tick{font-size:12px}"
    ".tutela-chart__grid{stroke:#d5e2e0;stroke-width:1}"
    ".tutela-chart__fill-1{fill:#17656f;stroke:#0f3d45}.tutela-chart__fill-2{fill:#f6bd60;stroke:#6b4a08}"
    ".tutela-chart__fill-3{fill:#d9cdf0;stroke:#54319f}.tutela-chart__fill-4{fill:#e8efee;stroke:#47585a}"
    ".tutela-chart__mark{fill:none;stroke:#4a3405;stroke-width:1}.tutela-chart__spot{fill:#54319f}"
    ".tutela-chart__line-1,.tutela-chart__dot-1{stroke:#17656f}.tutela-chart__line-2,.tutela-chart__dot-2{stroke:#a04f00}"
    ".tutela-chart__line-3,.tutela-chart__dot-3{stroke:#54319f}.tutela-chart__line-4,.tutela-chart__dot-4{stroke:#47585a}"
    ".tutela-chart__line-1,.tutela-chart__line-2,.tutela-chart__line-3,.tutela-chart__line-4{stroke-width:3}"
    ".tutela-chart__line-2{stroke-dasharray:7 4}.tutela-chart__line-3{stroke-dasharray:2 4}"
    ".tutela-chart__line-4{stroke-dasharray:12 3 2 3}"
    ".tutela-chart__dot-1,.tutela-chart__dot-2,.tutela-chart__dot-3,.tutela-chart__dot-4{fill:#fff;stroke-width:2}"
)


@dataclass(frozen=True)
class Series:
    """One row of figures, as long as the chart's labels; None is a figure that may not be shown."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """What is to be shown: `label_heading` names the labels ("Week"), `summary` says in words what to notice.

    `most_drawn` is how many of the labels are drawn, where the table has more.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["bar", "stacked", "line", "radar"] = "bar"
    label_heading: str = ""
    summary: str = ""
    unit: str = ""
    most_drawn: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= MOST_SERIES:
            raise ValueError(f"A chart shows 1 to {MOST_SERIES} series; more cannot be told apart.")
        if self.kind == "bar" and len(self.series) > 1:
            raise ValueError("A bar chart shows one series; choose stacked or line for more.")
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ValueError("Every series needs one figure for each label.")
        if self.kind != "line" and any(value is not None and value < 0 for one in self.series for value in one.values):
            raise ValueError("Bars show counts, which are never below nought.")
        if self.kind == "radar" and len(self.labels) < FEWEST_SPOKES:
            raise ValueError(f"A radar needs {FEWEST_SPOKES} spokes or more; choose bar.")
        if self.kind == "stacked" and any(value is None for one in self.series for value in one.values):
            raise ValueError("A stack with a part that is not shown would show a wrong sum; choose bar or line.")

    @property
    def columns(self) -> str:
        return "|".join([self.label_heading or _("Label"), *(one.name.replace("|", "/") for one in self.series)])

    @property
    def numeric(self) -> str:
        return ",".join(str(index + 2) for index in range(len(self.series)))

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        labels = [f"{i}. {label}" if self.kind == "radar" else label for i, label in enumerate(self.labels, 1)]
        return [(label, [self.say(one.values[i]) for one in self.series]) for i, label in enumerate(labels)]

    @property
    def drawn(self) -> "Chart":
        """The part that is drawn."""
        if not self.most_drawn or len(self.labels) <= self.most_drawn:
            return self
        series = tuple(replace(one, values=one.values[: self.most_drawn]) for one in self.series)
        return replace(self, labels=self.labels[: self.most_drawn], series=series)

    def say(self, value: float | None) -> str:
        """A figure as it is shown: 1,204 · 12.5 · 97% · not shown."""
        if value is None:
            return _("not shown")
        text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
        return text + (self.unit if self.unit == "%" else f" {self.unit}" if self.unit else "")


def draw(chart: Chart, *, on_paper: bool = False) -> SafeString:
    """The chart as SVG with its key, or one sentence when there is nothing to draw.

    `on_paper` makes it a picture that needs no style sheet, as wide as the text of a page of A4.
    """
    chart = chart.drawn
    told = [value for one in chart.series for value in one.values if value or (value == 0 and chart.kind == "radar")]
    if not chart.labels or not told:
        return format_html('<p class="govuk-inset-text tutela-chart__none">{}</p>', _("Nothing to show yet."))
    # The same chart always gets the same id, so that a page can be compared with itself.
    name = "chart-" + blake2s(repr(chart).encode(), digest_size=5).hexdigest()
    made = {"radar": _radar, "line": _lines}.get(chart.kind)
    axis, body, height = made(chart) if made else _bars(chart, name)
    width = f"{PAPER_WIDTH - _axis_room(chart) if axis else PAPER_WIDTH}" if on_paper else "100%"
    width = f"{SIZE}" if chart.kind == "radar" else width
    style = f"<style>{PAPER_STYLE}</style>" if on_paper else ""
    drawing = (
        f'<svg class="tutela-chart__drawing" role="img" width="{width}" height="{height}" '
        f'aria-labelledby="{name}-title {name}-desc" focusable="false">'
        f'<title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-desc">{escape(chart.summary or _("The figures are in the table below."))}</desc>'
        f"{style}{_patterns(name)}{body}</svg>"
    )
    if on_paper and axis:
        # every drawing in a tagged document has words, and an axis is one of its own
        axis = axis.replace(">", f">{_title(_('Scale'))}{style}", 1)
    plot = f'<div class="tutela-chart__plot">{axis}{drawing}</div>' if axis else drawing
    return mark_safe(_key(chart, style if on_paper else "") + plot)  # noqa: S308  every text in it is escaped where it is put in


def _bars(chart: Chart, name: str) -> tuple[str, str, int]:
    totals = [_sum([one.values[i] for one in chart.series]) for i in range(len(chart.labels))]
    scale = BAR_ROOM / (max(total or 0 for total in totals) or 1)
    parts = []
    for i, label in enumerate(chart.labels):
        top, left = i * ROW + 24, 0.0
        parts.append(f'<text class="tutela-chart__label" x="0" y="{top - 7}">{escape(label)}</text>')
        for number, one in enumerate(chart.series, 1):
            if width := (one.values[i] or 0) * scale:
                parts.append(_block(name, number, left, top, width))
                left += width
        kind, gap = ("hidden", 0) if totals[i] is None else ("figure", 8)
        said = escape(chart.say(totals[i]))
        parts.append(f'<text class="tutela-chart__{kind}" x="{left:.2f}%" dx="{gap}" y="{top + 15}">{said}</text>')
    return "", "".join(parts), len(chart.labels) * ROW


def _sum(values: Sequence[float | None]) -> float | None:
    shown = [value for value in values if value is not None]
    return sum(shown) if len(shown) == len(values) else None


def _block(name: str, number: int, left: float, top: int, width: float) -> str:
    place = f'x="{left:.2f}%" y="{top}" width="{width:.2f}%" height="{BAR}"'
    pattern = f'<rect {place} fill="url(#{name}-{number})"/>' if number > 1 else ""
    return f'<rect class="tutela-chart__fill-{number}" {place}/>{pattern}'


def _radar(chart: Chart) -> tuple[str, str, int]:
    highest = 100.0 if chart.unit == "%" else max(value or 0 for one in chart.series for value in one.values) or 1.0
    return "", draw_spokes([one.values for one in chart.series], highest), SIZE


def _lines(chart: Chart) -> tuple[str, str, int]:
    low, high, step = _span(chart)
    per_unit = (PLOT_BOTTOM - PLOT_TOP) / (high - low)
    count = len(chart.labels)
    across = [50.0 if count == 1 else 3 + 94 * i / (count - 1) for i in range(count)]
    heights = [(chart.say(tick), PLOT_BOTTOM - (tick - low) * per_unit) for tick in _ticks(low, high, step)]
    parts = [f'<line class="tutela-chart__grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>' for _text, y in heights]
    for number, one in enumerate(chart.series, 1):
        points = [
            None if value is None else (x, PLOT_BOTTOM - (value - low) * per_unit)
            for x, value in zip(across, one.values, strict=True)
        ]
        for start, end in pairwise(points):
            if start and end:
                place = f'x1="{start[0]:.2f}%" y1="{start[1]:.1f}" x2="{end[0]:.2f}%" y2="{end[1]:.1f}"'
                parts.append(f'<line class="tutela-chart__line-{number}" {place}/>')
        parts += [
            f'<circle class="tutela-chart__dot-{number}" cx="{point[0]:.2f}%" cy="{point[1]:.1f}" r="4"/>'
            for point in points
            if point
        ]
    # Only the ends are named below the line: more would run together on a phone, and the table has them all.
    ends = [(0, "start", "0"), (count - 1, "end", "100%")] if count > 1 else [(0, "middle", "50%")]
    parts += [
        f'<text class="tutela-chart__tick" x="{x}" y="{PLOT_BOTTOM + 22}" text-anchor="{anchor}">'
        f"{escape(chart.labels[i])}</text>"
        for i, anchor, x in ends
    ]
    # The figures of the axis stand in a drawing of their own width, so that no line runs through them.
    room = _axis_room(chart)
    axis = "".join(
        f'<text class="tutela-chart__tick" x="{room}" y="{y + 5:.1f}" text-anchor="end">{escape(text)}</text>'
        for text, y in heights
    )
    size = f'width="{room}" height="{PLOT_HEIGHT}"'
    return (
        f'<svg class="tutela-chart__axis" {size} aria-hidden="true" focusable="false">{axis}</svg>',
        "".join(parts),
        PLOT_HEIGHT,
    )


def _span(chart: Chart) -> tuple[float, float, float]:
    """The ends and the step of the axis of a line chart."""
    values = [value for one in chart.series for value in one.values if value is not None]
    return _scale(min(0, *values), max(values, default=0))


def _ticks(low: float, high: float, step: float) -> list[float]:
    return [low + step * i for i in range(round((high - low) / step) + 1)]


def _axis_room(chart: Chart) -> int:
    """How wide the figures of the axis are, in pixels."""
    return 8 + 8 * max(len(chart.say(tick)) for tick in _ticks(*_span(chart)))


def _scale(low: float, high: float) -> tuple[float, float, float]:
    """Round ends and a round step for an axis of three to five parts."""
    span = (high - low) or 1
    power = 10.0 ** floor(log10(span / 5))
    step = next(power * times for times in (1, 2, 5, 10) if span / (power * times) <= 5)
    step = max(step, 1) if float(low).is_integer() and float(high).is_integer() else step
    return step * floor(low / step), step * ceil(high / step) or step, step


def _key(chart: Chart, style: str) -> str:
    if len(chart.series) == 1:
        return ""
    items = []
    for number, one in enumerate(chart.series, 1):
        if chart.kind in ("line", "radar"):
            sign = f'<line class="tutela-chart__line-{number}" x1="0" x2="28" y1="8" y2="8"/>'
        else:
            # Drawn rather than referred to: the key is its own svg, and the pattern belongs to the chart.
            sign = f'<rect class="tutela-chart__fill-{number}" width="28" height="16"/>{_marks(number, 28, 16)}'
        items.append(
            f'<li><svg class="tutela-chart__sign" width="28" height="16" aria-hidden="true" focusable="false">'
            f"{_title(one.name) if style else ''}{style}{sign}</svg>{escape(one.name)}</li>"
        )
    return f'<ul class="tutela-chart__key">{"".join(items)}</ul>'


def _title(text: str) -> str:
    return f"<title>{escape(text)}</title>"


def _patterns(name: str) -> str:
    made = "".join(
        f'<pattern id="{name}-{number}" width="8" height="8" patternUnits="userSpaceOnUse">{_marks(number, 8, 8)}'
        "</pattern>"
        for number in range(2, MOST_SERIES + 1)
    )
    return f"<defs>{made}</defs>"


def _marks(number: int, width: int, height: int) -> str:
    """The marks that tell a series without its colour: stripes, dots, then a grid; the first is plain."""
    columns, rows = range(0, width, 8), range(0, height, 8)
    if number == 2:
        lines = [f"M{x - 2} {y + 2}l4-4M{x} {y + 8}l8-8M{x + 6} {y + 10}l4-4" for x in columns for y in rows]
        return f'<path class="tutela-chart__mark" d="{"".join(lines)}"/>'
    if number == 3:
        return "".join(
            f'<circle class="tutela-chart__spot" cx="{x + 4}" cy="{y + 4}" r="1.6"/>' for x in columns for y in rows
        )
    if number == 4:
        lines = [f"M{x + 4} {y}v8M{x} {y + 4}h8" for x in columns for y in rows]
        return f'<path class="tutela-chart__mark" d="{"".join(lines)}"/>'
    return ""
