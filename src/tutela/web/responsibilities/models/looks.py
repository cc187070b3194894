"""Looks at the filter, at the rules that raise alerts and at the governors' report. Written once; they name nobody."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers

FOUND_LETTERS = 3000
PERSON = "establishments.Person"


class Look(Record):
    """Something was looked at again on a day: who took part, what was looked at, what was found."""

    kind = models.CharField(max_length=60)  # an id of library/looks.yaml
    on = models.DateField()
    took_part = models.JSONField(default=list)  # keys of its parts
    checked = models.JSONField(default=list)  # keys of its checks
    found = models.TextField(max_length=FOUND_LETTERS)
    minute = models.CharField(max_length=200, blank=True)  # where it is minuted
    next_on = models.DateField()
    facts = models.JSONField(default=list)  # the figures as they stood then: [{"kind", "value", "as_at"}]
    counts = models.BooleanField()  # whether all who had to took part, by what was asked for then
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["establishment", "kind", "-on"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Look"]:
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)


class Finding(Record):
    """Something that is to be done because of a look, and the action it became."""

    look = models.ForeignKey(Look, on_delete=models.PROTECT, related_name="findings")
    words = models.CharField(max_length=200)
    action = models.ForeignKey("actions.Action", on_delete=models.PROTECT, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Finding"]:
        return cls.in_scope(actor).filter(look__in=Look.visible_to(actor))


class Heard(Record):
    """What a group concerned said, which whoever looked had before them."""

    look = models.ForeignKey(Look, on_delete=models.PROTECT, related_name="heard")
    contact = models.ForeignKey("responsibilities.Contact", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["look", "contact"], name="heard_once_in_a_look")]
        verbose_name_plural = "heard"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Heard"]:
        return cls.in_scope(actor).filter(look__in=Look.visible_to(actor))
