"""What is asked about referrals, advice and disclosures."""

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from tutela.web.core import forms

MOST_LETTERS = 5000


def text(label: Any, hint: Any = "", rows: int = 4, **more: Any) -> forms.CharField:
    """A question with room for an answer in words."""
    return forms.CharField(
        label=label, help_text=hint, max_length=MOST_LETTERS, widget=forms.Textarea(rows=rows, count=True), **more
    )


def moment_of(on: Any, clock: time | None, now: datetime) -> datetime:
    """A day and perhaps a time, in the local zone. Today without a time is now; another day its midnight."""
    if clock is None and on == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(on, clock or time(0)))
