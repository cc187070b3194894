"""Pages with a form: shown or sent, and what an operation refuses said above the form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

from tutela.web.core.forms.base import Form
from tutela.web.core.operation import Refused

form_page = require_http_methods(["GET", "HEAD", "POST"])
"""A page with a form: shown, or sent."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None while it is only shown. A form that was sent empty was sent all the same."""
    return request.POST if request.method == "POST" else None


def was_saved(form: Form, save: Callable[[dict[str, Any]], Any]) -> bool:
    """Do what the form asks for, if it is in order; what is refused stands above it in words.

    save: is given what the form says, and may add errors to the form itself.
    """
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
    return not form.errors
