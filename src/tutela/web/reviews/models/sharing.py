"""What leaves the house signed, and what came from other establishments signed."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record
from tutela.web.reviews.models.reviews import Review, of_reviewers


class Certificate(Record):
    """That a review came out so, signed; it lapses on a day, or when the evidence behind it does."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="certificates")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()  # the first moment at which it no longer holds
    text = models.TextField()  # the signed file, as it was handed out

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Certificate"]:
        """Whoever may read reviews."""
        return of_reviewers(cls.in_scope(actor), actor)


class SharedFigures(Record):
    """How a review came out at another establishment, as it signed it: sections and shares, no person."""

    label = models.CharField(max_length=120)  # the establishment, as it calls itself
    key = models.CharField(max_length=64)  # its public key, in hex: who signed it
    framework_id = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    text = models.TextField()  # the signed file, as it came
    taken_in_at = models.DateTimeField()
    taken_in_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "key", "framework_id", "made_at"], name="figures_are_taken_in_once"
            )
        ]
        verbose_name_plural = "shared figures"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["SharedFigures"]:
        """Whoever may read reviews."""
        return of_reviewers(cls.in_scope(actor), actor)
