"""Figures for governors: of finished school years, none below five, and of nobody who reads figures themselves."""

from collections import Counter
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation, Threshold
from tutela.web.allegations.queries import meant
from tutela.web.concerns.queries.apart import Apart, list_set_apart
from tutela.web.core.actor import Actor
from tutela.web.establishments.queries import local_day

YEARS = 3


class YearCount(NamedTuple):
    """Matters of one school year; a number that may not be told is empty."""

    begins: int
    harm: str
    low_level: str


def count_for_figures(actor: Actor, place: Any, *, at: datetime) -> list[YearCount]:
    """The last finished school years (1 September to 31 August, local days), the newest first.

    The same for everybody: matters about those who read figures are in none, so that comparing them tells of nobody.
    """
    today = local_day(place, at)
    this_year = today.year if today >= date(today.year, 9, 1) else today.year - 1
    apart = list_set_apart(actor)
    theirs = Adult._base_manager.filter(Q(person__in=apart.readers) | Q(person__in=apart.close)).values("allegation")
    rows = Allegation._base_manager.filter(establishment=place).exclude(pk__in=theirs)  # counts, hidden when few
    rows = rows.exclude(pk__in=may_be_theirs(rows, apart))
    decided = Threshold._base_manager.filter(allegation__in=rows).order_by("entry__number")
    last = dict(decided.values_list("allegation", "decision"))
    counts: Counter[tuple[int, str]] = Counter()
    for pk, raised_at in rows.values_list("pk", "raised_at"):
        on = local_day(place, raised_at)
        counts[on.year if on >= date(on.year, 9, 1) else on.year - 1, last.get(pk, "")] += 1
    return [
        YearCount(begins, rules.hide_small(counts[begins, "harm"]), rules.hide_small(counts[begins, "low-level"]))
        for begins in range(this_year - 1, this_year - 1 - YEARS, -1)
    ]


def may_be_theirs(rows: QuerySet[Allegation], apart: Apart) -> list[UUID]:
    """Of these, those where nobody is known and the name that was typed may mean somebody who is set apart."""
    people: Any = apps.get_model("establishments", "Person")
    people = list(people._base_manager.filter(Q(pk__in=apart.readers) | Q(pk__in=apart.close)))
    known = Adult._base_manager.filter(allegation=OuterRef("pk"), person__isnull=False)
    typed = rows.filter(~Exists(known)).select_related("case_key")
    return [row.pk for row in typed if meant.people_of(row, people)]
