"""Where somebody is signed in. The sessions themselves are sealed and tell nothing, so this stands beside them."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class SignedInBrowser(models.Model):
    """One browser in which an account is signed in; gone when it is signed out, or once its session is too old."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="browsers")
    # what the session is kept under: the hash of its key, with which nobody can sign in
    session_hash = models.CharField(max_length=40, unique=True)
    program = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
