"""The pages of consents."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tutela.web.consents import queries
from tutela.web.consents.operations import ConsentRefused
from tutela.web.core.forms import Form
from tutela.web.establishments import queries as establishments

form_page = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def today_at(request: HttpRequest) -> date:
    """The day that it is at the establishment. Raises 404 for an account that belongs to none."""
    if request.establishment is None:
        raise Http404
    return establishments.local_day(request.establishment, timezone.now())


def was_saved(form: Form, save: Callable[[dict[str, Any]], Any]) -> bool:
    """Do what the form asks for, if it is in order; what is refused stands above it in words."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save(form.cleaned_data)
    except ConsentRefused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def people_of(request: HttpRequest) -> dict[str, Any]:
    """What a form that asks for people needs to know: what is asked, the classes, and how to find somebody."""
    today = today_at(request)
    return {
        "offers": queries.offers_of(request.establishment),
        "groups": list(establishments.list_classes(request.actor)),
        "find": lambda name: establishments.search_people(request.actor, name, most=20),
        "members": lambda group: [
            one
            for one in establishments.list_members(group, on=today)
            if one.kind == one.Kind.LEARNER and (one.left_on is None or one.left_on > today)
        ],
    }
