"""The pages of the registers, and what they share."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

from tutela.web.core.forms import Form
from tutela.web.core.permissions import Permission
from tutela.web.registers.operations import RegisterRefused

form_page = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def may_write(request: HttpRequest) -> bool:
    """Whether the page offers to change anything."""
    return bool(request.actor.may(Permission.REVIEW_WRITE))


def was_saved(form: Form, save: Callable[[dict[str, Any]], Any]) -> bool:
    """Do what the form asks for, if it is in order; what is refused stands above it in words."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save(form.cleaned_data)
    except RegisterRefused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def picked(given: dict[str, Any], *names: str) -> dict[str, Any]:
    """What an operation takes of what a form gave, with its person as the owner."""
    return {name: given[name] for name in names} | {"owner": given["person"]}


def tabs(shows: Mapping[str, tuple[Any, int]], show: str, name: str = "show") -> list[tuple[Any, str, int, bool]]:
    """Words, address, count and whether it is the one shown, for each part of a list; "" is the whole of it."""
    return [(words, f"?{name}={key}" if key else "?", count, key == show) for key, (words, count) in shows.items()]
