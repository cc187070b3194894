"""Numbers about concerns, with nobody in them. Whoever shows them hides the small ones."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from tutela.web.concerns import rules
from tutela.web.concerns.models import Circumstances, Closing, Concern, SafeguardingCase
from tutela.web.concerns.models.visibility import on_the_way, put_together_once, restricted_cases
from tutela.web.concerns.queries.apart import leave_out_concerns
from tutela.web.concerns.queries.lists import entries_of, last_step_of
from tutela.web.concerns.shipped.lists import get_circumstances
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission


def count_by_four_c(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """Concerns raised from `since` until before `until`, by the four Cs and "unsure"; every key is there."""
    counts = Counter(concern.decided or concern.four_c for concern in counted(actor, since, until))
    return {key: counts[key] for key in (*rules.FOUR_CS, rules.UNSURE)}


def count_by_outcome(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """The same concerns by how they ended: outcome of the case, reason for closing without one, or "open"."""
    counts = Counter(_ended(concern) for concern in counted(actor, since, until))
    return {key: counts[key] for key in (*rules.OUTCOMES, *rules.CLOSE_REASONS, "open")}


def _ended(concern: Any) -> str:
    if concern.case_id:
        return concern.last_outcome if concern.last_step == "outcome" else "open"
    return concern.reason or "open"


def counted(actor: AnyActor, since: datetime, until: datetime) -> QuerySet[Concern]:
    """The same concerns for everybody who reads figures: those of the usual route, without whoever reads figures
    themselves in them, so that no number tells anybody of a matter that is kept from them, nor two that are compared.
    """
    return _countable(actor).filter(raised_at__gte=since, raised_at__lt=until)


@put_together_once
def _countable(actor: AnyActor) -> QuerySet:
    if not (actor.may(Permission.REPORT_READ) or actor.may(Permission.CONCERN_READ)):
        return Concern.in_scope(actor).none()
    rows = leave_out_concerns(on_the_way(Concern.in_scope(actor), "concern").filter(goes_to="dsl"), actor)
    entries = entries_of(OuterRef("pk"))
    case = entries.filter(kind=rules.IN_CASE).values("case")[:1]
    return rows.annotate(
        decided=Subquery(entries.exclude(four_c="").order_by("-number").values("four_c")[:1]),
        reason=Subquery(entries.filter(kind=rules.CLOSED).order_by("-number").values("reason")[:1]),
        case_id=Subquery(case),
        last_step=last_step_of(OuterRef("case_id")),
        last_outcome=Subquery(
            Closing.in_scope(actor).filter(case=OuterRef("case_id")).order_by("-entry__number").values("outcome")[:1]
        ),
    )


def count_by_setting(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """The same concerns by where they happened, as noted last; every place of the library and "unknown" are there.

    One that happened in two places counts in both.
    """
    last = Circumstances.in_scope(actor).filter(concern=OuterRef("pk")).order_by("-entry__number").values("settings")
    noted = counted(actor, since, until).annotate(noted=Subquery(last[:1]))
    counts = Counter(one for concern in noted for one in (concern.noted or ["unknown"]))
    return {key: counts[key] for key in get_circumstances().settings}


def usual_cases(actor: AnyActor) -> QuerySet:
    """The cases that go to the safeguarding lead and their whole team now. Figures are of these alone, so that none
    speaks of a reader, nor of a case that only named people know of.
    """
    rows = on_the_way(SafeguardingCase.in_scope(actor), "case").filter(goes_to="dsl")
    return rows.exclude(pk__in=restricted_cases())


def usual_closed_cases(actor: AnyActor, since: datetime) -> QuerySet:
    """Of these, those that were closed after `since` and have stayed closed."""
    closed_lately = Closing.in_scope(actor).filter(case=OuterRef("pk"), entry__written_at__gt=since)
    cases = usual_cases(actor).filter(Exists(closed_lately))
    return cases.annotate(last_step=last_step_of(OuterRef("pk"))).filter(last_step="outcome")
