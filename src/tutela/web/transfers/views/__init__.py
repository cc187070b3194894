"""The pages of transfers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.establishments import queries as establishments


def today(request: HttpRequest) -> Any:
    """The day it is at the establishment."""
    return establishments.local_day(request.establishment, timezone.now())


def trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of transfers."""
    return [(_("Concerns"), reverse("concerns:queue")), (_("Files to send on"), reverse("transfers:list")), *more]


def as_file(made: bytes, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(made, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
