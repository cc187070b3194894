"""The inbox: every filter is part of the address."""

from contextlib import suppress
from datetime import MAXYEAR, MINYEAR
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import forms, operations, queries, rules, words

DAYS = ("from_on", "to_on")


@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """Who needs a look, the most serious first. Reading an alert takes it off no list; only a decision does."""
    asked = _asked(request)
    operations.read_inbox(actor=request.actor, at=timezone.now(), state=asked.state)
    counts = queries.count_choices(request.actor, asked)
    page = queries.page_inbox(request.actor, asked, page=request.GET.get("page"))
    person = (asked.person, queries.name_of_asker(request.actor, asked.person)) if asked.person else None
    form = forms.Narrow(
        request.GET, counts=counts, groups=list(establishments.list_groups(request.actor)), person=person
    )
    form.is_valid()
    context = {
        "form": form,
        "page_obj": page,
        "states": _states(request, counts, asked),
        "waits": asked.state in (rules.WAITING, queries.UNREAD, queries.READ),
        "state": asked.state,
        "narrowed": asked.is_narrowed,
        "read_total": counts.states.get(queries.READ, 0),
    }
    return render(request, "monitoring/inbox.html", context)


def _asked(request: HttpRequest) -> queries.Asked:
    """What the address asks for; what cannot be meant narrows nothing, and the form says so."""
    given = request.GET
    state = given.get("state", "")
    days: dict[str, Any] = {}
    for name in DAYS:
        with suppress(ValidationError):
            day = DateField().to_python(given.get(name)) if given.get(name) else None
            # a calendar's first and last days cannot be told in another zone
            days[name] = day if day and MINYEAR < day.year < MAXYEAR else None
    group = None
    with suppress(ValueError):
        group = UUID(given.get("group", "")) if given.get("group") else None
    return queries.Asked(
        state=state if state in queries.SHOWN else rules.WAITING,
        severities=frozenset(int(one) for one in given.getlist("severity") if one in "12345" and len(one) == 1),
        theme=given.get("theme", "")[:60],
        person=given.get("person", "")[:80],
        held_by=given.get("held_by", "") if given.get("held_by") in words.HELD_BY else "",
        origin=given.get("origin", "") if given.get("origin") in words.ORIGINS else "",
        group=group,
        **days,
    )


def _states(request: HttpRequest, counts: queries.Counts, asked: queries.Asked) -> list[dict[str, Any]]:
    """What else can be shown with the same filters, and how many there are."""
    found = []
    for key, said in words.SHOWN:
        query = request.GET.copy()
        query.pop("page", None)
        query["state"] = key
        found.append(
            {
                "text": said,
                "count": counts.states.get(key, 0),
                "href": f"?{query.urlencode()}",
                "current": key == asked.state,
            }
        )
    return found
