"""Templates that other establishments handed on: from whom, under which licence, and signed by which key."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, for_readers
from tutela.web.policies.models.documents import PinnedTemplate


class SharedTemplate(Record):
    """One version of a template, taken in from a file. The next version counts only if the same key signed it."""

    template = models.ForeignKey(PinnedTemplate, on_delete=models.PROTECT, related_name="+")
    handed_on_by = models.CharField(max_length=200)
    author = models.CharField(max_length=200)
    key = models.CharField(max_length=64)  # the public key, hex
    made = models.CharField(max_length=40)  # when, as the file says it
    taken_in_at = models.DateTimeField()
    taken_in_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "template"], name="shared_template_is_taken_in_once")
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SharedTemplate"]:
        return for_readers(cls.in_scope(actor), actor, Permission.REVIEW_READ)
