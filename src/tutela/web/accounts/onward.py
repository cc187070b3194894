"""Where somebody goes on to: a path of this site that came with the address, and never anywhere else."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

NEXT = "next"


def get_onward(request: HttpRequest) -> str:
    """The path of this site that was asked for; empty for none, and for what leads away from here."""
    path = request.GET.get(NEXT, "")
    is_own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_own else ""


def with_onward(address: str, onward: str) -> str:
    """An address that remembers where to go on to."""
    return f"{address}?{urlencode({NEXT: onward})}" if onward else address
