"""The body map of a case."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations, queries, words
from tutela.web.concerns.forms import deeper as ask
from tutela.web.concerns.forms.report import moment_of
from tutela.web.concerns.views import form_page, posted
from tutela.web.concerns.views.report import as_people_say
from tutela.web.concerns.views.writing import day_there, now_of, str_of, write
from tutela.web.core.permissions import Permission


@require_safe
def body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was seen, as a list first; the drawing shows the same."""
    now, _version = now_of(request, pk)
    read = queries.read_body(actor=request.actor, case_id=pk, at=timezone.now())
    shown = [
        {
            "mark": mark,
            "side": words.SIDES.get(mark.side, ""),
            "view": words.VIEWS[mark.view],
            "at": as_people_say(mark.seen_at),
        }
        for mark in read.marks
    ]
    names = list(dict.fromkeys(mark.name for mark in read.marks))
    drawings = [
        {"name": name, "view": words.VIEWS[view], "marks": [m for m in read.marks if (m.name, m.view) == (name, view)]}
        for name in names
        for view in words.VIEWS
    ]
    context = {
        "now": now,
        "shown": shown,
        "drawings": drawings,
        "caption": str_of(now),
        "back": reverse("concerns:case", args=[pk]),
        "may_write": request.actor.may(Permission.CONCERN_WRITE) and not now.is_closed,
    }
    return render(request, "concerns/body.html", context)


@form_page
def mark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note one mark."""
    now, version = now_of(request, pk)
    read = queries.read_body(actor=request.actor, case_id=pk, at=timezone.now())
    people = [(str(one.involved_id), one.name) for one in read.people if set(one.roles) != {"reporter"}]
    today = day_there(request, timezone.now())
    form = ask.MarkBody(posted(request), initial={"version": version, "on": today}, people=people)

    def save(answers: dict[str, Any]) -> None:
        operations.mark_body(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            involved_id=UUID(answers["person"]),
            part=answers["part"],
            view=answers["view"],
            side=answers["side"],
            what=answers["what"],
            seen_by=answers["seen_by"],
            seen_at=moment_of(answers["on"], answers["clock"]),
            at=timezone.now(),
        )

    home = reverse("concerns:body", args=[pk])
    return write(request, now, form, save, title=_("Describe what was seen"), done=_("Noted."), home=home)
