"""Whom to turn to outside when nobody inside may handle a matter."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class OutsideContact(Record):
    """A named person at the authority or the trust, with a telephone number; the last one noted holds."""

    name = models.CharField(max_length=120)
    role_words = models.CharField(max_length=120)
    phone = models.CharField(max_length=30)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    noted_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["OutsideContact"]:
        """Everybody at the establishment may know whom to turn to."""
        return cls.in_scope(actor)
