"""Alerts, concerns and reports about the filter, counted: numbers alone, and of nobody the reader is kept from."""

from datetime import datetime

from django.db.models import Count

from tutela.web.concerns import figures as concern_figures
from tutela.web.concerns import queries as concerns
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.permissions import Permission
from tutela.web.filters import queries as filters
from tutela.web.monitoring import queries as monitoring
from tutela.web.monitoring.rules import DSL, ROUTE_ROLES
from tutela.web.reports.rules.figures import Matters, Overblocking
from tutela.web.reports.rules.suppression import Counts

COUNTING = "figures about the filter"


def works_queue(actor: AnyActor) -> bool:
    """Whether somebody works the whole queue: then a small count tells them nothing new.

    A head or a chair reads single matters only, so they do not.
    """
    return bool(actor.roles & set(ROUTE_ROLES[DSL]))


def sees_it_run(actor: AnyActor) -> bool:
    """Whether somebody has the school day in hand, so that figures of a time that still runs are for them.

    Whoever only oversees (governors, the chair, the trust, an assessor) reads about it when it is over: looking every
    day, they would learn of each single child.
    """
    return actor.may(Permission.FILTER_READ)


def get_matters(actor: AnyActor, *, since: datetime, until: datetime) -> Matters:
    """What was counted from `since` until before `until`."""
    raised = get_concerns(actor, since=since, until=until)
    return Matters(
        alerts_by_severity={str(key): n for key, n in monitoring.count_by_severity(actor, since, until).items()},
        alerts_by_outcome=monitoring.count_by_outcome(actor, since, until),
        alerts_by_theme=count_by_theme(actor, since, until),
        minutes_to_triage=monitoring.median_minutes_to_triage(actor, since, until),
        concerns_by_four_c=raised["four_c"],
        concerns_by_outcome=raised["outcome"],
        concerns_by_theme=raised["theme"],
        wrongly_blocked=_changes(actor, "allow", since, until),
        wrongly_open=_changes(actor, "block", since, until),
    )


def get_concerns(actor: AnyActor, *, since: datetime, until: datetime) -> dict[str, Counts]:
    """The same concerns in three ways. Each report hides small counts in all three together, whichever it shows: two
    reports of one time would otherwise tell more than either.
    """
    return {
        "four_c": concerns.count_by_four_c(actor, since, until),
        "outcome": concerns.count_by_outcome(actor, since, until),
        "theme": concern_figures.count_by_theme(actor, since, until),
    }


def count_by_theme(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """Alerts of a time by theme, of the same alerts as `monitoring.count_by_severity` counts; a test compares them."""
    counted = monitoring.list_counted(actor, since, until).values_list("theme").annotate(n=Count("pk"))
    return dict(counted)


def _changes(actor: AnyActor, wanted: str, since: datetime, until: datetime) -> Overblocking:
    # rows about addresses and not about people: counted for everybody who reads figures, though few may see them
    counting = SystemActor(COUNTING, actor.establishment_id)
    counts = {}
    reports = 0
    for state in ("approved", "refused", "waiting"):
        found = filters.list_changes(counting, state=state).filter(
            wanted=wanted, requested_at__gte=since, requested_at__lt=until
        )
        numbers = list(found.order_by().values_list("reports", flat=True))
        counts[state] = len(numbers)
        reports += sum(numbers)
    return Overblocking(reports=reports, by_outcome=counts)
