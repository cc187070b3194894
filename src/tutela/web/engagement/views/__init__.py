"""The pages of surveys and letters, and what they share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

from tutela.web.core.forms import Form
from tutela.web.engagement.operations import EngagementRefused

form_page = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def was_saved(form: Form, save: Callable[[dict[str, Any]], Any]) -> bool:
    """Do what the form asks for, if it is in order; what is refused stands above it in words."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save(form.cleaned_data)
    except EngagementRefused as refused:
        form.add_error(None, str(refused))
    return not form.errors
