"""Alerts in numbers. What waits is counted for whoever sees it; figures are the same for everybody who reads them."""

from datetime import datetime
from statistics import median

from django.db.models import Count, QuerySet

from tutela.web.concerns.queries import leave_out
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, AlertDecision, MatchesRead


def count_waiting(actor: AnyActor, *, severity: int | None = None) -> int:
    """How many alerts wait for this person to look."""
    rows = Alert.visible_to(actor).filter(state=rules.WAITING)
    return rows.filter(severity=severity).count() if severity else rows.count()


def count_by_severity(actor: AnyActor, since: datetime, until: datetime) -> dict[int, int]:
    """Alerts of a time by severity (1 to 5); numbers only."""
    counts = list_counted(actor, since, until).values_list("severity").annotate(n=Count("pk"))
    return dict.fromkeys(range(1, 6), 0) | dict(counts)


def count_by_outcome(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """Alerts of a time by what became of them: waiting, dismissed, noted, raised."""
    counts = list_counted(actor, since, until).values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(Alert.State.values, 0) | dict(counts)


def count_false_positives(actor: AnyActor, since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    """For each rule: how many of its alerts were decided, and how many of those should not have been."""
    decided = _decisions(actor, since, until).values_list("alert__rule", "false_positive").annotate(n=Count("pk"))
    found: dict[str, tuple[int, int]] = {}
    for rule, wrong, number in decided:
        total, false = found.get(rule, (0, 0))
        found[rule] = (total + number, false + (number if wrong else 0))
    return found


def median_minutes_to_triage(actor: AnyActor, since: datetime, until: datetime) -> float | None:
    """How long an alert waited for its decision, in the middle of all that were decided; None when none was."""
    decided = _decisions(actor, since, until).values_list("alert__received_at", "at")
    minutes = [(at - received).total_seconds() / 60 for received, at in decided]
    return median(minutes) if minutes else None


def get_position() -> int:
    """How far the matches of the event store have been read."""
    return MatchesRead.objects.values_list("position", flat=True).first() or 0


def list_counted(actor: AnyActor, since: datetime, until: datetime) -> QuerySet[Alert]:
    """The alerts of a time that figures are made of, the same for everybody who reads figures: those of the usual
    route, and none about somebody who reads figures or works on alerts. Not to be shown one by one.

    So no number tells anybody of an alert about themselves, nor do two that are compared.
    """
    rows = Alert.in_scope(actor).filter(received_at__gte=since, received_at__lt=until)
    if actor.is_system:
        return rows
    if not actor.may(Permission.REPORT_READ):
        return rows.none()
    return leave_out(rows.filter(route=rules.DSL), actor, "subject")


def _decisions(actor: AnyActor, since: datetime, until: datetime) -> QuerySet[AlertDecision]:
    return AlertDecision.in_scope(actor).filter(alert__in=list_counted(actor, since, until))
