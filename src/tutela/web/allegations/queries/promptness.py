"""Whether matters are looked at within a working day: counts with nobody in them, of nobody who reads figures."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation, Entry, OfficerTold, Threshold
from tutela.web.allegations.queries.figures import may_be_theirs
from tutela.web.concerns.queries.apart import list_set_apart
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.queries import local_day


class Promptness(NamedTuple):
    """Matters of a time that were looked at within a working day, and that were not; those that wait too long now."""

    looked_at: int
    late: int
    waiting: int


def count_prompt(place: Any, *, since: datetime, at: datetime) -> Promptness:
    """Of the matters reported since: whether the handler wrote or decided something by the end of the next working day.

    One that waits now was not looked at by then, or the officer was not told by the day on which they had to be. What
    nobody inside may read is in no count: nobody inside can look at it.
    """
    apart = list_set_apart(SystemActor("evidence", place.pk))
    theirs = Adult._base_manager.filter(Q(person__in=apart.readers) | Q(person__in=apart.close)).values("allegation")
    handled = Q(handlers__ended_at=None, handlers__isnull=False)
    rows = Allegation._base_manager.filter(handled, establishment=place, raised_at__lte=at).exclude(pk__in=theirs)
    rows = rows.exclude(pk__in=may_be_theirs(rows.distinct(), apart))
    found = {pk: local_day(place, raised_at) for pk, raised_at in rows.distinct().values_list("pk", "raised_at")}
    recent = set(rows.filter(raised_at__gt=since).values_list("pk", flat=True))
    first, kinds = _steps(place, set(found))
    told = set(OfficerTold._base_manager.filter(allegation__in=found).values_list("allegation", flat=True))
    decided = Threshold._base_manager.filter(allegation__in=found).order_by("entry__number")
    officer_by = dict(decided.values_list("allegation", "officer_by"))
    today, looked_at, late, waiting = local_day(place, at), 0, 0, 0
    for pk, raised_on in found.items():
        due_on = rules.working_days_after(raised_on, rules.OFFICER_WITHIN_DAYS)
        seen_on = first.get(pk)
        if pk in recent and seen_on is not None and seen_on <= due_on:
            looked_at += 1
        elif pk in recent and (seen_on is not None or today > due_on):
            late += 1
        owes_officer = officer_by.get(pk) is not None and officer_by[pk] < today and pk not in told
        if (seen_on is None and today > due_on) or (owes_officer and not rules.is_finished(kinds[pk])):
            waiting += 1
    return Promptness(looked_at, late, waiting)


def _steps(place: Any, keys: set[Any]) -> tuple[dict[Any, date], dict[Any, list[str]]]:
    """The day of each matter's first step by whoever handles it, and the kinds of all its entries in their order."""
    first: dict[Any, date] = {}
    kinds: dict[Any, list[str]] = {}
    entries = Entry._base_manager.filter(allegation__in=keys).order_by("number")
    for pk, kind, at in entries.values_list("allegation", "kind", "written_at"):
        kinds.setdefault(pk, []).append(kind)
        if rules.status_for_reporter([kind]) != rules.RECEIVED:
            first.setdefault(pk, local_day(place, at))
    return first, kinds
