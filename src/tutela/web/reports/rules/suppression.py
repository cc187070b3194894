"""When a count may be shown to somebody who does not work with the children themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
"""Below this a count could point at a child; the same threshold as official school statistics use."""
SMALL_SCHOOL = 100
"""With fewer learners than this, only whole school years are shown."""
SMALL_GROUP = 10
"""Groups of fewer people than this are put together with their neighbours."""
STEP = 5
"""While a stretch of time still runs, counts go up in steps, so that two looks do not tell of the one child between."""

Counts = Mapping[str, int]
Shown = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Edition:
    """What one reader gets to see. `exact` counts are for those who work the whole queue and know them anyway;
    `as_it_runs` says whether alerts, concerns and categories of a time that is not over are told at all.
    """

    exact: bool
    annual: bool = False
    as_it_runs: bool = True


def edition_of(works_queue: bool, learners: int, *, sees_it_run: bool = True) -> Edition:
    """The edition for somebody, by whether they see every alert and concern anyway, the number of learners, and
    whether they may look while a time still runs.
    """
    annual = not works_queue and learners < SMALL_SCHOOL
    return Edition(exact=works_queue, annual=annual, as_it_runs=works_queue or sees_it_run)


def suppress(counts: Counts) -> tuple[Shown, int | None]:
    """Counts of one table, and their total, with None for what may not be shown."""
    shown, total = suppress_together({"": counts})
    return shown[""], total


def suppress_together(tables: Mapping[str, Counts]) -> tuple[dict[str, Shown], int | None]:
    """Tables that count the same matters in different ways, and their one total.

    Counts from 1 to 4 become None, and so do as many of the next smallest as it takes that nobody who knows the total,
    and this rule, can work out one of them. A nought points at nobody and stays. Where that cannot be had, or where all
    together are fewer than 5, every count but nought is hidden in every table, and the total too.
    """
    total = max((sum(counts.values()) for counts in tables.values()), default=0)
    hidden = {name: _hidden(counts) for name, counts in tables.items()}
    if 0 < total < SMALLEST_SHOWN or any(names is None for names in hidden.values()):
        return {name: hide(counts) for name, counts in tables.items()}, None
    return {
        name: {key: None if key in (hidden[name] or ()) else n for key, n in counts.items()}
        for name, counts in tables.items()
    }, total


def suppress_rows(totals: Counts, rows: Mapping[str, Counts]) -> tuple[Shown, dict[str, Shown]]:
    """A table whose every row adds up to a total that stands beside it, and whose totals add up to a known sum.

    Where a row's total is hidden, the whole row is.
    """
    shown, whole = suppress(totals)
    if whole is None:
        return shown, {name: hide(row) for name, row in rows.items()}
    told: dict[str, Shown] = {}
    for name, row in rows.items():
        cells, row_total = suppress(row)
        told[name] = hide(row) if shown.get(name) is None or row_total is None else cells
    return shown, told


def hide(counts: Counts) -> Shown:
    """None of these counts but a nought, which points at nobody."""
    return {key: None if n else 0 for key, n in counts.items()}


def step_down(count: int | None, step: int = STEP) -> int | None:
    """A count while its time still runs: rounded down to whole steps."""
    return None if count is None else count // step * step


def may_tell_time(decided: int, edition: Edition) -> bool:
    """Whether a time to triage may be shown: one that only a few alerts stand behind tells of one of them."""
    return edition.exact or decided >= SMALLEST_SHOWN


def fold_bands(members: Sequence[tuple[str, int]], smallest: int = SMALL_GROUP) -> list[tuple[str, ...]]:
    """Neighbouring age bands, put together until each has enough people: (("5-7", 4), ("7-11", 30)) is one.

    `members` are bands in the order of age with the number of people in them; a band of nobody is left out.
    """
    folded: list[tuple[tuple[str, ...], int]] = []
    for band, count in members:
        if not count:
            continue
        if folded and folded[-1][1] < smallest:
            names, before = folded.pop()
            folded.append(((*names, band), before + count))
        else:
            folded.append(((band,), count))
    if len(folded) > 1 and folded[-1][1] < smallest:
        (names, before), (last, count) = folded[-2:]
        folded[-2:] = [((*names, *last), before + count)]
    return [names for names, _ in folded]


def _hidden(counts: Counts) -> set[str] | None:
    """What has to be hidden where the total is known; None where hiding everything is not enough."""
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    rest = {name: count for name, count in counts.items() if name not in hidden and count}
    while not _is_safe([counts[name] for name in hidden]):
        if not rest:
            return None
        smallest = min(rest.values())
        # equals go together: which of them was taken would tell something
        hidden |= {name for name, count in rest.items() if count == smallest}
        rest = {name: count for name, count in rest.items() if count > smallest}
    return hidden


def _is_safe(values: Collection[int]) -> bool:
    """Whether nobody can work out one of these from their sum, knowing that each is small or among the next smallest.

    Different values might stand in another order. Equal ones might be one more and one less, unless each is as small
    or as large as a hidden count can be.
    """
    if not values:
        return True
    if len(values) == 1:
        return False
    return len(set(values)) > 1 or not set(values) <= {1, SMALLEST_SHOWN - 1}
