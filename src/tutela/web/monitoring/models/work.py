"""What people write while they work on an alert: notes, hand-overs, and why they looked further back. All sealed."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.monitoring.models.alerts import Alert


class AlertNote(Record):
    """A note on an alert, before or after its decision."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed_words = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AlertNote"]:
        return cls.in_scope(actor).filter(alert__in=Alert.visible_to(actor))


class AlertHandOver(Record):
    """An alert went from one person to another for a reason; taken back, it goes to whoever took it."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="hand_overs")
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed_reason = models.BinaryField(null=True)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AlertHandOver"]:
        return cls.in_scope(actor).filter(alert__in=Alert.visible_to(actor))


class AlertLookUp(Record):
    """Somebody looked at what the person of an alert searched for and was blocked from before, and said why."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="look_ups")
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    sealed_purpose = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AlertLookUp"]:
        return cls.in_scope(actor).filter(alert__in=Alert.visible_to(actor))
