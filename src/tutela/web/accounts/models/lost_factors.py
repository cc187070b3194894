"""The way back for somebody who cannot prove their second factor: who asked, who confirmed, and how it ended."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class LostFactor(models.Model):
    """One request to let somebody set up a new second factor. Open until it has an outcome; one open one for each."""

    class Check(models.TextChoices):
        """How the helper made sure whom they have before them."""

        IN_PERSON = "in-person", _("I know them, and they are here with me")
        VIDEO = "video", _("I know them, and I see them on a video call that I started")
        CALLED_BACK = "called-back", _("I know their voice, and I called the number that we hold for them")

    class Outcome(models.TextChoices):
        LET_IN = "let-in", _("Let in")
        STOPPED = "stopped", _("Stopped")
        LAPSED = "lapsed", _("Not used in time")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    establishment_id = models.PositiveIntegerField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="lost_factors")
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_how = models.CharField(max_length=12, choices=Check.choices)
    asked_at = models.DateTimeField()
    needs_confirming = models.BooleanField()
    confirmed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_how = models.CharField(max_length=12, choices=Check.choices, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    lapses_at = models.DateTimeField()
    code_hash = models.BinaryField(max_length=32, null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="lost_factor_one_open_for_each"
            )
        ]
