"""Alerts, what they are made of, who was told, and what was decided. Words that people searched for are sealed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, without_excluded
from tutela.web.monitoring import rules


class Alert(Row):
    """A proposal to a person: a rule matched, once or often, what one person did within a short time."""

    class State(models.TextChoices):
        WAITING = rules.WAITING, _("Waiting")
        DISMISSED = rules.DISMISSED, _("Dismissed")
        NOTED = rules.NOTED, _("Pastoral note")
        RAISED = rules.RAISED, _("Raised as a concern")

    rule = models.CharField(max_length=80)
    rule_version = models.PositiveIntegerField()
    severity = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=60)
    four_c = models.CharField(max_length=12)
    subject = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    asker = models.CharField(max_length=80)  # pseudonym, else device, else address: what matches are folded by
    user_basis = models.CharField(max_length=12, blank=True)
    device = models.CharField(max_length=80, blank=True)  # its name, else its address
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    received_at = models.DateTimeField()
    unread_since = models.DateTimeField(null=True)  # NULL: somebody has read all that matched so far
    round = models.PositiveIntegerField(default=1)  # how often it became unread: each time the clock starts anew
    imported = models.BooleanField(default=False)  # of records that were brought in later: nobody runs after them
    # who looks after it since it was handed over; NULL: whoever of the team opens it first
    holder = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    matches = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    route = models.CharField(max_length=10)
    case_key = models.ForeignKey("core.CaseKey", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=5), name="alert_severity_1_to_5"),
            models.CheckConstraint(condition=Q(route__in=rules.ROUTE_ROLES), name="alert_route_is_known"),
        ]
        indexes = [
            models.Index(fields=["establishment", "state", "severity", "first_at"]),
            models.Index(fields=["establishment", "asker", "rule", "last_at"]),
            models.Index(fields=["establishment", "state", "asker"]),
            models.Index(fields=["establishment", "received_at"]),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Alert"]:
        """Whoever the route names by a role they hold, and whoever it was opened to; never the one it is about."""
        rows = without_excluded(cls.in_scope(actor), actor, "subject")
        if actor.is_system:
            return rows
        if actor.person_id is None or not actor.may(Permission.ALERT_READ):
            return rows.none()
        rows = rows.filter(case_key__destroyed_at=None)  # it went with the case that it was raised into
        routes = [route for route, roles in rules.ROUTE_ROLES.items() if actor.roles.intersection(roles)]
        # within rows of the scope; what was opened on one route stays closed on the next
        opened = AlertReader._base_manager.filter(
            Q(route="") | Q(route=F("alert__route")), person_id=actor.person_id
        ).values("alert")
        return rows.filter(Q(route__in=routes) | Q(pk__in=opened))


class AlertMatch(Record):
    """One match of the event store, taken in once, with the words that were searched for."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="all_matches")
    match_id = models.CharField(max_length=64)
    at = models.DateTimeField()
    source_id = models.CharField(max_length=120)
    seq = models.PositiveBigIntegerField()
    sealed_excerpt = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "match_id"], name="match_taken_in_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AlertMatch"]:
        return cls.in_scope(actor).filter(alert__in=Alert.visible_to(actor))


class AlertReader(Record):
    """An alert opened to one person beyond its route: they stand in, it has waited too long, or it was handed to them.

    It holds for the route that the alert had then; rows without one were made when alerts kept theirs for good.
    """

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=10, blank=True)
    why = models.CharField(max_length=20)  # "stands-in", "escalated", "handed-over"
    from_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "person", "route"], name="alert_opened_once_to_a_person")
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AlertReader"]:
        return cls.in_scope(actor).filter(alert__in=Alert.visible_to(actor))


class Escalation(Record):
    """An unread alert went one step further. Each time that it becomes unread again the steps begin anew."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="escalations")
    round = models.PositiveIntegerField(default=1)
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "round", "step"], name="alert_escalated_once_per_step")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Escalation"]:
        return cls.in_scope(actor).filter(alert__in=Alert.visible_to(actor))


class AlertDecision(Record):
    """What somebody decided about an alert, and why. One for each; a change of mind is a concern."""

    class Reason(models.TextChoices):
        FALSE_POSITIVE = rules.FALSE_POSITIVE, _("The words mean something else")
        SCHOOL_WORK = "school-work", _("It belongs to school work")
        KNOWN = "known", _("It is known, and somebody is on it")
        TEST = "test", _("Somebody tried the filter out")
        OTHER = "other", _("Another reason")

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=10, choices=Alert.State.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    false_positive = models.BooleanField(default=False)
    sealed_words = models.BinaryField(null=True)
    concern = models.UUIDField(null=True)
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=rules.DECISIONS), name="alert_decision_is_one"),
            models.CheckConstraint(
                condition=~Q(kind=rules.DISMISSED) | ~Q(reason=""), name="alert_dismissed_for_a_reason"
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AlertDecision"]:
        return cls.in_scope(actor).filter(alert__in=Alert.visible_to(actor))


class MatchesRead(models.Model):
    """How far the matches of the event store have been read, of all establishments: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.PositiveBigIntegerField(default=0)
