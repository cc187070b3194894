"""How each rule does here, and what was proposed to make it quieter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from tutela.web.concerns.queries import leave_out
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission, get_roles
from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, DigestChoice, Tuning


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """A rule in a time: its alerts, how many were decided, how many of those were not a worry."""

    rule: str
    severity: int
    alerts: int
    decided: int
    not_a_worry: int

    @property
    def share_pct(self) -> int | None:
        """Of those decided, how many were not a worry; None where nothing was decided."""
        return round(100 * self.not_a_worry / self.decided) if self.decided else None


@dataclass(frozen=True, slots=True)
class Step:
    """A decision about a proposal, with its reason."""

    kind: str
    by: str
    at: datetime
    why: str


def count_by_rule(
    actor: AnyActor, since: datetime, until: datetime, *, but_about: Collection[Any] = ()
) -> list[RuleFigures]:
    """Each rule with alerts that this person may see, the least useful first; none of those about `but_about`, nor
    about anybody who works on alerts or reads figures: whoever compares two pages learns nothing about themselves.
    """
    wrong = Q(decision__false_positive=True) | Q(decision__reason__in=rules.NOT_A_WORRY)
    rows = (
        leave_out(Alert.visible_to(actor), actor, "subject")
        .filter(received_at__gte=since, received_at__lt=until)
        .exclude(subject__in=but_about)
        .values("rule")
        .annotate(
            alerts=Count("pk"),
            decided=Count("pk", filter=~Q(state=rules.WAITING)),
            not_a_worry=Count("pk", filter=wrong),
        )
    )
    worst = dict(Alert.visible_to(actor).filter(received_at__gte=since).values_list("rule", "severity").distinct())
    figures = [RuleFigures(severity=worst.get(row["rule"], rules.WORST), **row) for row in rows]
    return sorted(figures, key=lambda one: (-one.not_a_worry, -one.alerts, one.rule))


def list_tunings(actor: AnyActor) -> QuerySet[Tuning]:
    """Proposals, those that wait first, then the newest; with how many matches each has set aside."""
    rows = Tuning.visible_to(actor).select_related("proposed_by").annotate(aside=Count("set_aside"))
    waits = Case(When(state=rules.PROPOSED, then=0), When(state=rules.ACCEPTED, then=1), default=2)
    return rows.order_by(waits, "-proposed_at")


def list_deciders(establishment: Any, *, at: datetime) -> list[Any]:
    """Who may change rules there."""
    roles = [key for key, role in get_roles().items() if Permission.FILTER_CHANGE_APPROVE in role.may]
    return list(establishments.list_holders(establishment, *roles, at=at))


def read_tuning(row: Tuning) -> tuple[str, list[Step]]:
    """Why it was proposed, and what was decided since, oldest first."""
    key = sealing.open_case_key(row.case_key)
    steps = [
        Step(step.kind, step.by.full_name, step.at, sealing.unseal_field(step, "sealed_why", key))
        for step in row.steps(manager="_base_manager").select_related("by").order_by("at")  # of a proposal in hand
    ]
    return sealing.unseal_field(row, "sealed_why", key), steps


def get_digest_hour(actor: AnyActor) -> int | None:
    """The hour at which this person gets the daily mail; None where they want none."""
    row = DigestChoice.visible_to(actor).first()
    return row.hour if row else rules.DIGEST_HOUR
