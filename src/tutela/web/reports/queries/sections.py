"""The tables of a report, from what one reader sees of each stretch: one column for each stretch beside the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from tutela.web.core.templatetags.when import day as in_words
from tutela.web.reports import words
from tutela.web.reports.queries.traffic import category_titles
from tutela.web.reports.rules.figures import ShownMatters, ShownOverblocking, ShownTraffic, band_key
from tutela.web.reports.rules.periods import Period
from tutela.web.reports.rules.sentences import duration, share
from tutela.web.reports.rules.suppression import Shown
from tutela.web.reports.rules.tables import Cell, Column, Table

NOT_KEPT, NOT_YET, NO_ANSWER, NO_RECORDS = "not kept", "not yet", "no answer", "no records"
PER = 10_000
"""Wrong blocks are told for so many blocked requests."""


@dataclass(frozen=True, slots=True)
class Part:
    """One column: its name, and what the reader sees of that stretch; `why` says why something is missing, and
    `waits` that its alerts, concerns and categories are told when it is over.
    """

    name: str
    period: Period
    matters: ShownMatters | None
    traffic: ShownTraffic | None
    why: str = ""
    waits: bool = False

    @property
    def untold(self) -> str:
        """Words in place of a figure about people."""
        return _("when it is over") if self.waits else self.missing

    @property
    def missing(self) -> str:
        """Words in place of a figure: never a nought that nobody counted."""
        return {
            NOT_KEPT: _("not kept"),
            NOT_YET: _("not yet"),
            NO_ANSWER: _("no answer"),
            NO_RECORDS: _("no records"),
        }.get(self.why, self.why)


@dataclass(frozen=True, slots=True)
class Section:
    """Tables under one heading; `words` stand before them."""

    title: str
    tables: tuple[Table, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the page, the paper and the files of a report are made of."""

    period: Period
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    opening: tuple[str, ...] = ()
    runs: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of every section, in their order."""
        return tuple(table for section in self.sections for table in section.tables)


def make_sections(parts: Sequence[Part]) -> tuple[Section, ...]:
    """All of them, for the stretches beside each other; the first is what the report is of."""
    return (_network(parts), _over_blocking(parts), _alerts(parts), _concerns(parts))


def _network(parts: Sequence[Part]) -> Section:
    now, titles = parts[0].traffic, category_titles()
    rows: tuple[tuple[str, tuple[Cell, ...]], ...] = (
        (_("Requests"), tuple(part.traffic.requests if part.traffic else part.missing for part in parts)),
        (_("Of these, blocked"), tuple(part.traffic.blocked if part.traffic else part.missing for part in parts)),
    )
    by_category = Counted(
        "blocks-by-category",
        _("Blocked requests by category"),
        _("Category"),
        lambda part: part.traffic and part.traffic.by_category,
        lambda key: titles.get(key, key),
        summary=_("A block is the filter at work. A request counts once in each of its categories."),
        drawn="bar",
        none=_("No request was blocked."),
    )
    tables = [
        Table("requests", _("Requests and blocks"), _("What"), _columns(parts), rows),
        *([_by_week(now)] if now else []),
        by_category.table(parts),
        *([_by_band(now, now.by_category, by_category.name)] if now and now.by_category and len(now.bands) > 1 else []),
    ]
    return Section(_("The network"), tuple(tables))


def _by_week(now: ShownTraffic) -> Table:
    return Table(
        "blocks-by-week",
        _("Blocked requests by week"),
        _("Week that begins on"),
        (Column(_("Blocked")), Column(_("Requests"))),
        tuple((in_words(week), (blocked, requests)) for week, requests, blocked in now.weeks),
        drawn="line",
        none=_("No request was recorded."),
    )


def _by_band(now: ShownTraffic, by_category: Shown, name: Callable[[str], str]) -> Table:
    counted = now.by_category_and_band.values()
    used = [band for band in now.bands if any(row[band_key(band)] != 0 for row in counted)]
    rows = tuple(
        (
            name(key),
            (*(now.by_category_and_band[key][band_key(band)] for band in used), by_category[key]),
        )
        for key in _most_first(by_category)
    )
    return Table(
        "blocks-by-category-and-age",
        _("Blocked requests by category and age"),
        _("Category"),
        (*(Column(words.band(band)) for band in used), Column(_("All"))),
        rows,
        none=_("No request was blocked."),
    )


def _over_blocking(parts: Sequence[Part]) -> Section:
    def over(part: Part) -> ShownOverblocking | None:
        return part.matters and part.matters.wrongly_blocked

    def under(part: Part) -> ShownOverblocking | None:
        return part.matters and part.matters.wrongly_open

    title = _("Addresses reported as wrongly blocked")
    rows = [*_outcomes(parts, over, words.WRONGLY_BLOCKED)]
    rates = tuple(_rate(part, over, "blocked", _("none blocked")) for part in parts)
    rows.append((_("Opened, for 10,000 blocked requests"), rates))
    blocked = Table("wrongly-blocked", title, _("What"), _columns(parts), tuple(rows))
    title = _("Addresses reported as wrongly open")
    rates = tuple(_rate(part, under, "opened", _("none open")) for part in parts)
    rows = [*_outcomes(parts, under, words.WRONGLY_OPEN), (_("Closed, for 10,000 requests that were open"), rates)]
    opened = Table("wrongly-open", title, _("What"), _columns(parts), tuple(rows))
    hint = _(
        "Nobody knows everything that was wrongly blocked or wrongly open. These are the addresses that people "
        "reported, and what was decided about them."
    )
    return Section(_("Blocked too much, or too little"), (blocked, opened), (hint,))


def _outcomes(
    parts: Sequence[Part], pick: Callable[[Part], ShownOverblocking | None], labels: words.Labels
) -> list[tuple[str, tuple[Cell, ...]]]:
    def row(label: object, value: Callable[[ShownOverblocking], Cell]) -> tuple[str, tuple[Cell, ...]]:
        return str(label), tuple(value(found) if (found := pick(part)) else part.untold for part in parts)

    return [
        row(_("Addresses"), lambda found: found.addresses),
        *(row(label, lambda found, state=state: found.by_outcome[state]) for state, label in labels.items()),
        row(_("Times they were reported"), lambda found: found.reports),
    ]


def _rate(part: Part, pick: Callable[[Part], ShownOverblocking | None], among: str, none: str) -> Cell:
    """How many of the reported addresses were changed, for so many requests of the kind that was reported."""
    found = pick(part)
    if found is None or part.traffic is None:
        return part.untold
    requests = {"blocked": part.traffic.blocked, "opened": part.traffic.requests - part.traffic.blocked}[among]
    if requests <= 0:
        return none
    per_cent = share(found.by_outcome["approved"], requests)
    return None if per_cent is None else round(per_cent * PER / 100, 1)


def _alerts(parts: Sequence[Part]) -> Section:
    none = _("No alert was raised.")
    by_severity = Counted(
        "alerts-by-severity",
        _("Alerts by severity"),
        _("Severity"),
        lambda part: part.matters and part.matters.alerts_by_severity,
        partial(words.named, words.SEVERITIES),
        order=tuple(words.SEVERITIES),
        drawn="bar",
        none=none,
    )
    by_theme = Counted(
        "alerts-by-theme",
        _("Alerts by theme"),
        _("Theme"),
        lambda part: part.matters and part.matters.alerts_by_theme,
        words.theme_title,
        none=none,
    )
    by_outcome = Counted(
        "alerts-by-outcome",
        _("What people decided about alerts"),
        _("Decision"),
        lambda part: part.matters and part.matters.alerts_by_outcome,
        partial(words.named, words.OUTCOMES),
        order=tuple(words.OUTCOMES),
        none=none,
    )
    time = Table(
        "time-to-triage",
        _("Time until an alert was decided"),
        _("What"),
        tuple(Column(part.name, is_text=True) for part in parts),
        ((_("Half of those decided were decided within"), tuple(_time(part) for part in parts)),),
    )
    tables = (by_severity.table(parts), by_theme.table(parts), by_outcome.table(parts), time)
    hint = _("An alert says that a rule matched what somebody searched for or opened. It is no finding about anybody.")
    return Section(_("Alerts"), tables, (hint,))


def _time(part: Part) -> Cell:
    if part.matters is None:
        return part.untold
    if not part.matters.is_any_decided:
        return _("none decided")
    return None if part.matters.minutes_to_triage is None else duration(part.matters.minutes_to_triage)


def _concerns(parts: Sequence[Part]) -> Section:
    none = _("No concern was raised.")
    by_four_c = Counted(
        "concerns-by-four-cs",
        _("Concerns by the four Cs"),
        _("Kind"),
        lambda part: part.matters and part.matters.concerns_by_four_c,
        partial(words.named, words.FOUR_CS),
        order=tuple(words.FOUR_CS),
        drawn="bar",
        none=none,
    )
    by_outcome = Counted(
        "concerns-by-outcome",
        _("What became of concerns"),
        _("Outcome"),
        lambda part: part.matters and part.matters.concerns_by_outcome,
        partial(words.named, words.CONCERN_OUTCOMES),
        none=none,
    )
    return Section(_("Concerns"), (by_four_c.table(parts), by_outcome.table(parts)))


@dataclass(frozen=True, slots=True)
class Counted:
    """A table with a row for each of `order` where anything was counted at all, and for whatever else was; without an
    order the most frequent stand first.
    """

    key: str
    title: str
    heading: str
    pick: Callable[[Part], Shown | None]
    name: Callable[[str], str]
    order: tuple[str, ...] = ()
    summary: str = ""
    drawn: str = ""
    none: str = ""

    def table(self, parts: Sequence[Part]) -> Table:
        """For these stretches."""
        found = [self.pick(part) for part in parts]
        used = {name for counts in found if counts for name, count in counts.items() if count != 0}
        first = self.order or [name for name in _most_first(found[0] or {}) if name in used]
        keys = [*first, *sorted(used - set(first))] if used else []
        rows = tuple(
            (
                self.name(key),
                tuple(
                    part.untold if counts is None else counts.get(key, 0)
                    for part, counts in zip(parts, found, strict=True)
                ),
            )
            for key in keys
        )
        return Table(
            self.key,
            self.title,
            self.heading,
            _columns(parts),
            rows,
            summary=self.summary,
            drawn=self.drawn,
            none=_("Told when this time is over.") if parts[0].waits else self.none,
        )


def _most_first(counts: Shown) -> list[str]:
    """The largest first; those not shown come last in the order of their names, which tells nothing of them."""
    return sorted(counts, key=lambda name: (-(counts[name] or 0), name))


def _columns(parts: Sequence[Part]) -> tuple[Column, ...]:
    return tuple(Column(part.name) for part in parts)
