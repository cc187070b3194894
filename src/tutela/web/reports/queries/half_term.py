"""The report of a half-term, a school year or any stretch: what one reader sees of it, beside what came before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tutela.web.core.actor import Actor
from tutela.web.core.templatetags.when import day as in_words
from tutela.web.establishments.queries import local_day
from tutela.web.reports.queries import calendar, matters, people, traffic
from tutela.web.reports.queries.sections import NO_ANSWER, NO_RECORDS, NOT_KEPT, NOT_YET, Part, Report, make_sections
from tutela.web.reports.rules.figures import show_matters, show_traffic
from tutela.web.reports.rules.periods import Calendar, Period
from tutela.web.reports.rules.sentences import Stretch, what_changed
from tutela.web.reports.rules.suppression import Edition, edition_of, fold_bands

NAMES = {
    "half-term": (_lazy("This half-term"), _lazy("Half-term before"), _lazy("A year ago")),
    "year": (_lazy("This school year"), _lazy("School year before"), ""),
    "range": (_lazy("These dates"), _lazy("As many days before"), _lazy("A year ago")),
}
"""What the columns are called: the stretch that was asked for, the one before, the same a year ago."""
NAMES_OF_PAST = {"half-term": _lazy("That half-term"), "year": _lazy("That school year")}
"""What the first column is called once it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfTerm(Report):
    """The report of a stretch, with what its reader gets to see."""

    edition: Edition


def get_edition(actor: Actor, today: date) -> Edition:
    """What this reader may see."""
    return edition_of(
        matters.works_queue(actor), people.count_learners(actor, today), sees_it_run=matters.sees_it_run(actor)
    )


def choose_period(
    edition: Edition, days: Calendar, wanted: Period | None, today: date, *, began_on: date = date.min
) -> Period:
    """The stretch that is shown. Whoever sees no small counts gets whole half-terms (or years) and nothing between:
    two stretches that overlap tell of what lies between them. `began_on`: since when there is anything to show.
    """
    if wanted is None or (not edition.exact and wanted.since_on > today):
        runs = days.period_at(today, annual=edition.annual)
        before = days.before(runs)
        # what is over says more to those who are told little of what is not
        return runs if edition.as_it_runs or before.until_on <= began_on else before
    if not edition.exact:
        return days.period_at(wanted.since_on, annual=edition.annual)
    for one in (days.half_term_at(wanted.since_on), days.year(days.year_of(wanted.since_on))):
        if (one.since_on, one.until_on) == (wanted.since_on, wanted.until_on):
            return one
    name = _("%(since)s to %(last)s") % {"since": in_words(wanted.since_on), "last": in_words(wanted.last_on)}
    return replace(wanted, name=name)


def get_report(actor: Actor, school: Any, *, wanted: Period | None, at: datetime) -> HalfTerm:
    """The report for this reader; `wanted` None is the half-term that runs, or the last that is over where the reader
    is told of alerts and concerns only then.
    """
    today = local_day(school, at)
    edition = get_edition(actor, today)
    days = calendar.get_calendar(actor, school.nation)
    period = choose_period(edition, days, wanted, today, began_on=local_day(school, school.made_at))
    asked = _Asked(actor, school, edition, today)
    stretches = [period, days.before(period), days.year_before(period)]
    runs = period.runs(today)
    own, *others_names = NAMES[period.kind]
    names = [own if runs else NAMES_OF_PAST.get(period.kind, own), *others_names]
    first, *others = [asked.part(str(name), one) for name, one in zip(names, stretches, strict=True) if one]
    # a column without a single figure would only take room, on a phone most of it
    parts = [first, *(part for part in others if part.matters)]
    now, before = (Stretch(part.matters, part.traffic) for part in (first, others[0]))
    return HalfTerm(
        period=period,
        edition=edition,
        runs=runs,
        opening=tuple(what_changed(now, before, runs=runs, before_name=_before(period))),
        notes=(*_notes(parts, edition, runs, asked.kept_since), *_left_out(others), _set_apart()),
        sections=make_sections(parts),
    )


class _Asked:
    """Asks for one stretch after the other, with what is the same for all of them."""

    def __init__(self, actor: Actor, school: Any, edition: Edition, today: date) -> None:
        self.actor, self.school, self.edition, self.today = actor, school, edition, today
        self.began_on = local_day(school, school.made_at)
        self.kept_since = traffic.kept_since(today)
        self.band_of, counts = people.list_bands(actor, today)
        bands = [(band,) for band, count in counts if count]
        self.bands = tuple(bands if edition.exact else fold_bands(counts))

    def part(self, name: str, period: Period) -> Part:
        """What the reader sees of a stretch."""
        if period.until_on <= self.began_on or period.is_ahead(self.today):
            return Part(name, period, None, None, NOT_YET)
        since, until = period.bounds(self.school.time_zone)
        runs = period.runs(self.today)
        counted = matters.get_matters(self.actor, since=since, until=until)
        waits = runs and not self.edition.as_it_runs
        shown = None if waits else show_matters(counted, self.edition, runs=runs)
        # a part of a stretch would look like a small figure for the whole of it
        if self.kept_since and max(period.since_on, self.began_on) < self.kept_since:
            return Part(name, period, shown, None, NOT_KEPT, waits)
        zone = self.school.time_zone
        found = traffic.get_traffic(self.school.pk, since=since, until=until, today=self.today, time_zone=zone)
        if found is None:
            return Part(name, period, shown, None, NO_ANSWER, waits)
        if counted.is_empty and not (found.requests or runs):
            return Part(name, period, None, None, NO_RECORDS)
        requests = show_traffic(found, self.edition, runs=runs, bands=self.bands, band_of=self.band_of)
        return Part(name, period, shown, requests, waits=waits)


def _before(period: Period) -> str:
    return {
        "half-term": _("the half-term before"),
        "year": _("the school year before"),
        "range": _("as many days before"),
    }[period.kind]


def _notes(parts: list[Part], edition: Edition, runs: bool, kept_since: date | None) -> list[str]:
    found = []
    if not edition.exact:
        found.append(
            _(
                "So that no child can be recognised, counts from 1 to 4 are not shown, nor those from which they could "
                "be worked out."
            )
        )
        if edition.annual:
            found.append(_("In a small school figures are shown for whole school years only."))
        if runs and not edition.as_it_runs:
            words = _(
                "This time still runs: how many alerts and concerns there were, and what was blocked, is told from "
                "%(day)s on. Told day by day, it would point at single children."
            )
            found.append(words % {"day": in_words(parts[0].period.until_on)})
        if runs:
            found.append(_("While this time runs, counts are rounded down to the nearest 5. Then they are exact."))
    if any(part.why == NOT_KEPT for part in parts) and kept_since:
        words = _("Requests before %(day)s have been dropped: they are kept no longer. Alerts and concerns stay.")
        found.append(words % {"day": in_words(kept_since)})
    if any(part.why == NO_ANSWER for part in parts):
        found.append(
            _("The record of requests does not answer at the moment, so its figures are missing here. Nothing is lost.")
        )
    return found


def _set_apart() -> str:
    return _(
        "Alerts and concerns about people who read figures or work on alerts, and about those they have declared a "
        "conflict with, are in no figure here, whether there are any or not: each goes its own way."
    )


def _left_out(others: Sequence[Part]) -> list[str]:
    """What there is nothing to compare with, and why."""
    said = {
        NOT_YET: _("%(name)s: Tutela was not in use, so there is nothing to compare with."),
        NO_RECORDS: _("%(name)s: nothing at all was recorded, so there is nothing to compare with."),
    }
    return [said[part.why] % {"name": part.name} for part in others if part.why in said]
