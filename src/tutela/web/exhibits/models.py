"""Tables of exhibits. Written once; what people wrote, names of files and keys are sealed with the case's key."""

from typing import Any

from django.db import models
from django.db.models import Q

from tutela.web.concerns import queries as concerns
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.exhibits import kinds, rules


class Exhibit(Record):
    """A file as it came, or a copy that was made of one. Its key is the name of its sealed file.

    What was erased by destruction is empty: `sealed_part`. `quarantine_part` lets the scanner read it and nobody else,
    and is emptied once there is an answer.
    """

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies")
    kind = models.CharField(max_length=8)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    zone = models.CharField(max_length=60)
    """Time zone of the times in a conversation, as the IANA database names it."""
    notes = models.CharField(max_length=100, blank=True)
    """What a look inside found, as words of the program."""
    sealed_name = models.BinaryField()
    sealed_about = models.BinaryField()
    sealed_part = models.BinaryField(null=True)
    quarantine_part = models.BinaryField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="exhibit_numbered_once"),
            models.CheckConstraint(condition=Q(kind__in=kinds.KINDS), name="exhibit_kind_is_known"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Exhibit"]:
        return visible_through(cls.in_scope(actor), actor)


class Custody(Record):
    """One line of the ledger of an exhibit, numbered from 1. `detail` names nobody: a scanner's answer, a number."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="custody")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.CharField(max_length=200, blank=True)
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["exhibit", "number"], name="custody_numbered_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.CUSTODY), name="custody_kind_is_known"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Custody"]:
        return visible_through(cls.in_scope(actor), actor, "exhibit__case")


class NotKept(Record):
    """Facts about an image that must not be kept here: what was told, whom they rang, the police's reference."""

    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, related_name="+")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, null=True, related_name="facts")
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_facts = models.BinaryField()
    sealed_reference = models.BinaryField()

    class Meta:
        ordering = ["at"]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["NotKept"]:
        return visible_through(cls.in_scope(actor), actor)


def visible_through(rows: models.QuerySet, actor: AnyActor, path: str = "case") -> Any:
    """Of these rows, those whose case the actor may see; `path` leads to it."""
    return rows if actor.is_system else rows.filter(**{f"{path}__in": concerns.visible_case_ids(actor)})
