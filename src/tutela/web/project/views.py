"""Whether this process serves, and how its parts are."""

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse


def health(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, else 503; each part is \"well\" or \"unwell\" and nothing more is told."""
    parts = {"records": _is_well("default"), "sessions": _is_well("transient")}
    words = {"status": all(parts.values()), **parts}
    told = {name: "well" if is_well else "unwell" for name, is_well in words.items()}
    return JsonResponse(told, status=200 if all(parts.values()) else 503)


def _is_well(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
