"""The pages of concerns and cases."""

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

form_page = require_http_methods(["GET", "HEAD", "POST"])
"""A page with a form: shown, or sent."""


def is_number(given: str) -> bool:
    """Whether what a browser sent is a small whole number: it may send anything."""
    return given.isdecimal() and len(given) < 9


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None while it is only shown. A form that was sent empty was sent all the same."""
    return request.POST if request.method == "POST" else None
