"""Documents that stand beside a statement."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.reviews.models.reviews import Review, of_reviewers


class StatementFile(Record):
    """A document that shows how things stand, sealed with a key of its own. Never a picture, never a film."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="files")
    statement = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)  # of what was given, before it was sealed
    effective_on = models.DateField()  # since when it is so, which may be long before it was given
    holds_until = models.DateField(null=True, blank=True)  # the first day on which it no longer holds
    owner = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    case_key = models.ForeignKey("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["review", "statement", "added_at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["StatementFile"]:
        """Whoever may read reviews."""
        return of_reviewers(cls.in_scope(actor), actor)
