"""A form that does not prove that it comes from our page: refused, and not lost where it did come from there."""

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from tutela.web.accounts import unsent


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Back to its page where somebody signed in sends a page that was open before; else the plain refusal."""
    user = getattr(request, "user", None)
    led_back = unsent.lead_back(request) if user is not None and user.is_authenticated else None
    return led_back or csrf_failure(request, reason)
