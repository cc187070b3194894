"""Proposals to make a rule quieter at one establishment, what was decided about them, and what they set aside."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, without_excluded
from tutela.web.monitoring import rules


class Tuning(Row):
    """Words that one rule leaves alone here, or a lower severity for it; in force once accepted, until its last day.

    The figures are those on the day of the proposal. Nothing here touches a match of severity 1.
    """

    class Kind(models.TextChoices):
        WORDS = rules.LEAVE_WORDS, _("Leave these words alone")
        SEVERITY = rules.LOWER_SEVERITY, _("A lower severity")

    class State(models.TextChoices):
        WAITING = rules.PROPOSED, _("Waiting for a decision")
        ACCEPTED = rules.ACCEPTED, _("In force")
        REFUSED = rules.REFUSED, _("Refused")
        ENDED = rules.ENDED, _("Taken back")

    rule = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=120, blank=True)
    severity = models.PositiveSmallIntegerField(null=True)
    until_on = models.DateField()
    alerts = models.PositiveIntegerField()
    not_a_worry = models.PositiveIntegerField()
    with_words = models.PositiveIntegerField(default=0)
    counted_from = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    case_key = models.ForeignKey("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    sealed_why = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=rules.LEAVE_WORDS, severity=None) & ~Q(words="")
                | Q(kind=rules.LOWER_SEVERITY, words="", severity__gt=rules.WORST),
                name="tuning_says_words_or_a_severity",
            )
        ]
        indexes = [models.Index(fields=["establishment", "state", "rule"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Tuning"]:
        """Whoever works on alerts, and whoever may change how people are filtered: it says nothing about a person."""
        rows = cls.in_scope(actor)
        may = actor.may(Permission.ALERT_READ) or actor.may(Permission.FILTER_CHANGE_APPROVE)
        return rows if actor.is_system or may else rows.none()


class TuningStep(Record):
    """Somebody accepted a proposal, refused it or took it back, and said why."""

    tuning = models.ForeignKey(Tuning, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Tuning.State.choices)
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed_why = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TuningStep"]:
        return cls.in_scope(actor).filter(tuning__in=Tuning.visible_to(actor))


class SetAside(Record):
    """A match that would have made an alert, but for words that its rule leaves alone. The event store has it still."""

    tuning = models.ForeignKey(Tuning, on_delete=models.PROTECT, related_name="set_aside")
    subject = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    match_id = models.CharField(max_length=64)
    at = models.DateTimeField()
    sealed_excerpt = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "match_id"], name="match_set_aside_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SetAside"]:
        """As alerts of the usual route: whoever decides about rules alone sees how many there are, not the words."""
        rows = without_excluded(cls.in_scope(actor), actor, "subject")
        works_inbox = actor.is_system or actor.roles.intersection(rules.ROUTE_ROLES[rules.DSL])
        return rows if works_inbox else rows.none()
