"""The pages of consents."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from tutela.web.consents import queries
from tutela.web.establishments import queries as establishments


def today_at(request: HttpRequest) -> date:
    """The day that it is at the establishment. Raises 404 for an account that belongs to none."""
    if request.establishment is None:
        raise Http404
    return establishments.local_day(request.establishment, timezone.now())


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
