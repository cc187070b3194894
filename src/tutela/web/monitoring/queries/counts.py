"""Alerts in numbers. Whoever works the inbox counts what they see there, so that no number tells of another."""

from datetime import datetime
from statistics import median

from django.db.models import Count, QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import without_excluded
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, AlertDecision, MatchesRead


def count_waiting(actor: AnyActor, *, severity: int | None = None) -> int:
    """How many alerts wait for this person to look."""
    rows = Alert.visible_to(actor).filter(state=rules.WAITING)
    return rows.filter(severity=severity).count() if severity else rows.count()


def count_by_severity(actor: AnyActor, since: datetime, until: datetime) -> dict[int, int]:
    """Alerts of a time by severity (1 to 5); numbers only."""
    counts = _between(actor, since, until).values_list("severity").annotate(n=Count("pk"))
    return dict.fromkeys(range(1, 6), 0) | dict(counts)


def count_by_outcome(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """Alerts of a time by what became of them: waiting, dismissed, noted, raised."""
    counts = _between(actor, since, until).values_list("state").annotate(n=Count("pk"))
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


def _between(actor: AnyActor, since: datetime, until: datetime) -> QuerySet[Alert]:
    """The alerts of a time. Whoever works the inbox counts what they see there, so that no number tells of an alert
    that is kept from them; whoever reads reports alone counts all but what is about themselves.
    """
    works_inbox = not actor.is_system and actor.roles & set(rules.ROUTE_ROLES[rules.DSL])
    if works_inbox or not actor.may(Permission.REPORT_READ):
        rows = Alert.visible_to(actor)
    else:
        rows = without_excluded(Alert.in_scope(actor), actor, "subject")
    return rows.filter(received_at__gte=since, received_at__lt=until)


def _decisions(actor: AnyActor, since: datetime, until: datetime) -> QuerySet[AlertDecision]:
    return AlertDecision.in_scope(actor).filter(alert__in=_between(actor, since, until))
