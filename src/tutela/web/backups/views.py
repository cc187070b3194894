"""The page on which whoever looks after the machine sees whether everything could come back."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tutela.keys import KeyFolder
from tutela.web.backups import queries

PROOFS_SHOWN = 10


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Three lights, the last proofs, and what to do next. Of what the back-ups hold nothing is told."""
    at = timezone.now()
    return render(
        request,
        "backups/backups.html",
        {
            "standing": queries.get_standing(at),
            "lights": queries.get_lights(at),
            "copies": queries.list_newest_copies(),
            "ring": KeyFolder(settings.TUTELA.keys).ring(),
            "proofs": queries.list_proofs()[:PROOFS_SHOWN],
        },
    )
