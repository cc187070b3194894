"""Whether this process serves, and how its parts are."""

import logging
import secrets

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string

logger = logging.getLogger("tutela.web")


def health(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, else 503; each part is \"well\" or \"unwell\" and nothing more is told."""
    parts = {"records": _is_well("default"), "sessions": _is_well("transient")}
    words = {"status": all(parts.values()), **parts}
    told = {name: "well" if is_well else "unwell" for name, is_well in words.items()}
    return JsonResponse(told, status=200 if all(parts.values()) else 503)


def fault(request: HttpRequest) -> HttpResponse:
    """The page of a fault of ours: a number that the person can tell and that stands in the log, and nothing else."""
    error_id = secrets.token_hex(4)
    logger.error("A page failed", extra={"error_id": error_id}, exc_info=True)
    # rendered without the request: what failed may be what every page asks for
    return HttpResponseServerError(render_to_string("500.html", {"error_id": error_id}))


def _is_well(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
