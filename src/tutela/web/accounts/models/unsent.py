"""What somebody sent after their session had ended, until they have signed in again."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class UnsentPage(models.Model):
    """One page with what was typed into it, sealed. The browser's cookie is half of its key; gone after a day.

    Both the browser and the account must be the same for it to be found, so neither whoever comes next to a shared
    computer nor the same person elsewhere gets it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # of the browser's half, the user and the address: which pages these are is not told either
    page_hash = models.BinaryField(max_length=32, unique=True)
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sealed = models.BinaryField()
