"""The body of a radar chart: a spoke for each label, numbered from the top clockwise as the rows of its table are."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin

SIZE = 288  # pixels each way, so that it fits a phone of 320 as it stands
MIDDLE, REACH, WORDS_AT = SIZE / 2, 116.0, 130.0
RINGS = 4

Point = tuple[float, float]


def draw_spokes(series: Sequence[Sequence[float | None]], highest: float) -> str:
    """Rings, spokes, their numbers, and one closed line for each series.

    highest: the figure at the rim. A figure that may not be shown leaves a gap in its line.
    """
    count = len(series[0])
    rings = "".join(
        f'<circle class="tutela-chart__grid" fill="none" cx="{MIDDLE:g}" cy="{MIDDLE:g}" '
        f'r="{REACH * ring / RINGS:.1f}"/>'
        for ring in range(1, RINGS + 1)
    )
    return (
        rings
        + "".join(map(_spoke, _places(REACH, count), _places(WORDS_AT, count), range(1, count + 1)))
        + "".join(
            _line(number, [None if value is None else value / highest for value in values])
            for number, values in enumerate(series, 1)
        )
    )


def _places(radius: float, count: int) -> list[Point]:
    return [_place(radius, index, count) for index in range(count)]


def _place(radius: float, index: int, count: int) -> Point:
    angle = 2 * pi * index / count
    return MIDDLE + radius * sin(angle), MIDDLE - radius * cos(angle)


def _spoke(end: Point, words: Point, number: int) -> str:
    return (
        f'<line class="tutela-chart__grid" x1="{MIDDLE:g}" y1="{MIDDLE:g}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'
        f'<text class="tutela-chart__tick" x="{words[0]:.1f}" y="{words[1] + 5:.1f}" '
        f'text-anchor="middle">{number}</text>'
    )


def _line(number: int, shares: list[float | None]) -> str:
    points = [
        None if share is None else _place(REACH * min(1.0, max(0.0, share)), index, len(shares))
        for index, share in enumerate(shares)
    ]
    drawn = [
        f'<line class="tutela-chart__line-{number}" x1="{start[0]:.1f}" y1="{start[1]:.1f}" '
        f'x2="{end[0]:.1f}" y2="{end[1]:.1f}"/>'
        for start, end in pairwise([*points, points[0]])
        if start and end
    ]
    drawn += [
        f'<circle class="tutela-chart__dot-{number}" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="4"/>'
        for point in points
        if point
    ]
    return "".join(drawn)
