"""The pages of referrals, advice and disclosures."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tutela.web.core.forms import Form
from tutela.web.establishments import queries as establishments
from tutela.web.referrals.rules.referrals import NotNow

form_page = require_http_methods(["GET", "HEAD", "POST"])
"""A page with a form: shown, or sent."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def was_saved(form: Form, save: Callable[[dict[str, Any]], Any]) -> bool:
    """Do what the form asks for, if it is in order; what cannot be stands above it in words."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save(form.cleaned_data)
    except NotNow as reason:
        form.add_error(None, str(reason))
    return not form.errors


def today(request: HttpRequest) -> Any:
    """The day it is at the establishment."""
    return establishments.local_day(request.establishment, timezone.now())


def trail(case_id: Any, number: int, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of a case."""
    return [
        (_("Concerns"), reverse("concerns:queue")),
        (_("Case %(number)d") % {"number": number}, reverse("concerns:case", args=[case_id])),
        *more,
    ]
