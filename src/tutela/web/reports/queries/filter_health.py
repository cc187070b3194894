"""The filter over a stretch of time, for whoever keeps it well: nobody's name, no address, no category by group."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tutela.events.store import StoreError
from tutela.web.core.actor import Actor
from tutela.web.core.templatetags.when import day as in_words
from tutela.web.core.templatetags.when import moment
from tutela.web.establishments.queries import local_day
from tutela.web.filters import queries as filters
from tutela.web.reports.queries import calendar, half_term
from tutela.web.reports.queries.sections import Report, Section
from tutela.web.reports.rules.periods import Period
from tutela.web.reports.rules.tables import Column, Table

MOST_ROWS = 200
PROOFS_OF = timedelta(days=1)
MOST_PROOFS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterReport(Report):
    """The filter's report; `health` is how it is now."""

    health: Any


def get_report(actor: Actor, school: Any, *, wanted: Period | None, at: datetime) -> FilterReport:
    """How the filter is and was. `wanted` None is the half-term that runs."""
    today = local_day(school, at)
    wanted = wanted or calendar.get_calendar(actor, school.nation).half_term_at(today)
    whole = half_term.get_report(actor, school, wanted=wanted, at=at)
    since, until = whole.period.bounds(school.time_zone)
    health = filters.health(school)
    gaps = _gaps(school, since, until)
    proofs = _proofs(school.pk, at)
    sections = [
        Section(_("The filter now"), (_lists(health, school, at), proofs[0])),
        Section(_("Versions and gaps"), (_versions(school.pk, since, until), gaps[0])),
        Section(_("Requests and blocks"), _those(whole, "requests", "blocks-by-week")),
        Section(_("Blocked too much, or too little"), _those(whole, "wrongly-blocked", "wrongly-open")),
    ]
    return FilterReport(
        period=whole.period,
        runs=whole.runs,
        opening=tuple(filter(None, (str(health.words), _list_words(health, at), proofs[1], gaps[1]))),
        notes=whole.notes,
        sections=tuple(sections),
        health=health,
    )


def _those(whole: Report, *keys: str) -> tuple[Table, ...]:
    """Tables taken over from the report of the half-term: none with a person's doings in it."""
    return tuple(table for table in whole.tables if table.key in keys)


def _lists(health: Any, school: Any, at: datetime) -> Table:
    today = local_day(school, at)
    rows = tuple(
        (
            one.name,
            (
                one.entries,
                one.bad_lines,
                in_words(one.added_at) if one.added_at else _("with Tutela"),
                (today - local_day(school, one.added_at)).days if one.added_at else "",
            ),
        )
        for one in health.lists
    )
    columns = (
        Column(_("Entries")),
        Column(_("Bad lines")),
        Column(_("Added"), is_text=True),
        Column(_("Age"), unit=_("days")),
    )
    return Table("lists", _("Lists and their age"), _("List"), columns, rows, none=_("There is no list."))


def _list_words(health: Any, at: datetime) -> str:
    ages = [(at - one.added_at).days for one in health.lists if one.added_at]
    if not ages:
        return _("Only the list that comes with Tutela is in use.")
    added = ngettext("%d day ago", "%d days ago", max(ages)) % max(ages) if max(ages) else _("today")
    if len(health.lists) == 1:
        return _("1 list is in use; it was added %(added)s.") % {"added": added}
    return _("%(n)s lists are in use; the oldest was added %(added)s.") % {"n": len(health.lists), "added": added}


def _proofs(site_id: int, at: datetime) -> tuple[Table, str]:
    title, columns = _("Proofs of the last 24 hours"), (Column(_("Rounds")), Column(_("Went wrong")))
    try:
        found = filters.ask_records(
            "records_of_kind", **{"kind": "canary", "from": at - PROOFS_OF, "until": at, "limit": MOST_PROOFS}
        )
    except StoreError:
        return Table("proofs", title, _("What"), columns, (), none=_("The record of proofs does not answer now.")), ""
    rounds = [json.loads(row["content"]) for row in found if row["site_id"] == site_id]
    wrong = sum(1 for one in rounds if one.get("wrong"))
    rows = ((_("Questions to the filter, asked from outside"), (len(rounds), wrong)),) if rounds else ()
    none = _("The filter has not been asked in the last 24 hours.")
    said = ""
    if rounds:
        said = ngettext(
            "In the last 24 hours it proved itself %(n)s time, and %(wrong)s went wrong.",
            "In the last 24 hours it proved itself %(n)s times, and %(wrong)s went wrong.",
            len(rounds),
        ) % {
            "n": f"{len(rounds):,}",
            "wrong": f"{wrong:,}" if wrong else _("none"),
        }
    return Table("proofs", title, _("What"), columns, rows, none=none), said or none


def _versions(site_id: int, since: datetime, until: datetime) -> Table:
    title = _("Versions that came into force")
    columns = (Column(_("What"), is_text=True), Column(_("Version"), is_text=True))
    try:
        found = filters.ask_records(
            "records_of_kind", **{"kind": "version", "from": since, "until": until, "limit": MOST_ROWS * 5}
        )
    except StoreError:
        return Table("versions", title, _("When"), columns, (), none=_("The record of versions does not answer now."))
    rows = []
    for row in found:
        if row["site_id"] == site_id:
            said = json.loads(row["content"])
            what = _("Refused") if said.get("what") == "refused" else _("In force")
            rows.append((moment(row["time"]), (what, str(said.get("version") or said.get("reason") or "")[:120])))
    newest = tuple(reversed(rows))[:MOST_ROWS]
    return Table("versions", title, _("When"), columns, newest, none=_("No version came into force in this time."))


def _gaps(establishment: Any, since: datetime, until: datetime) -> tuple[Table, str]:
    title = _("Gaps in the records")
    columns = (
        Column(_("Where"), is_text=True),
        Column(_("Missing"), unit=_("records")),
        Column(_("What happened"), is_text=True),
    )
    try:
        here = filters.list_gaps(establishment, since=since, until=until)
    except StoreError:
        return Table("gaps", title, _("Found"), columns, (), none=_("The record of gaps does not answer now.")), ""
    rows = tuple(
        (moment(row["found_at"]), (row["source_id"], row["missing"], row["words"])) for row in here[:MOST_ROWS]
    )
    none = _("No record was found missing in this time.")
    lost = sum(row["missing"] for row in here)
    found = ngettext("%(n)s record was found missing.", "%(n)s records were found missing.", lost)
    said = found % {"n": f"{lost:,}"} if lost else none
    return Table("gaps", title, _("Found"), columns, rows, none=none), said
