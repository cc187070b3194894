"""What is looked at again on set days: the list of it, and one kind with its figures and its history."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.actions.views import owners
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import may_open
from tutela.web.establishments.queries import local_day
from tutela.web.evidence import queries as evidence
from tutela.web.responsibilities import forms, looks, operations, queries
from tutela.web.responsibilities.rules.looks import list_missing
from tutela.web.responsibilities.words import PAGES


@require_safe
def list_looks(request: HttpRequest) -> HttpResponse:
    """What is due, and when it was looked at last."""
    rows = queries.list_due(request.actor, request.establishment, at=timezone.now())
    return render(request, "responsibilities/looks.html", {"rows": rows})


@require_safe
def show_look(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: who and what belongs to it, how things stand now, and every time it was looked at."""
    found, parts = _get(kind), looks.list_parts()
    current = evidence.list_current(request.actor, request.establishment.pk, timezone.now(), only=found.facts)
    context = {
        "look": found,
        "needs": [parts[one] for one in found.needs],
        "facts": [one for one in current.values() if one.words],
        "silent": [one.kind.title for one in current.values() if not one.words],
        "pages": _pages(request, found),
        "history": [_past(request, found, parts, row) for row in queries.list_looked(request.actor, kind)],
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
        "back": reverse("responsibilities:looks"),
    }
    return render(request, "responsibilities/look.html", context)


def _past(request: HttpRequest, look: looks.Look, parts: dict[str, str], row: Any) -> dict[str, Any]:
    titles = {group.id: group.title for group in queries.groups_of(request.establishment)}
    return {
        "row": row,
        "took_part": ", ".join(parts[one] for one in row.took_part if one in parts),
        "missing": ", ".join(parts[one] for one in list_missing(look.needs, row.took_part)),
        "checked": [look.checks[one] for one in row.checked if one in look.checks],
        "unchecked": [words for key, words in look.checks.items() if key not in row.checked],
        "facts": queries.facts_of(request.actor, row),
        "heard": [(titles.get(one.contact.group, ""), one.contact) for one in row.heard.all()],
    }


def _pages(request: HttpRequest, look: looks.Look) -> list[tuple[str, Any]]:
    """What this reader may open beside it."""
    found = []
    for name in look.pages:
        try:
            address = reverse(name)
        except NoReverseMatch:  # a small school does without some of them
            continue
        if may_open(request.actor, address):
            found.append((address, PAGES[name]))
    return found


@form_page
def note_look(request: HttpRequest, kind: str) -> HttpResponse:
    """It was looked at again."""
    found, at = _get(kind), timezone.now()
    today = local_day(request.establishment, at)
    initial = {"on": today, "next_on": today + timedelta(days=found.every_days)}
    said = queries.list_heard_since(request.actor, request.establishment, today - timedelta(days=365))
    form = forms.NoteLook(posted(request), look=found, heard=said, initial=initial, **owners(request, at))
    kept: list[Any] = []

    def save(given: dict[str, Any]) -> None:
        row = operations.note_look(
            actor=request.actor, at=at, establishment=request.establishment, kind=kind, on=given["on"],
            took_part=given["took_part"], checked=given["checked"], found=given["found"], next_on=given["next_on"],
            minute=given["minute"], findings=given["findings"], owner=given["person"], due_on=given["due_on"],
            heard=[UUID(one) for one in given.get("heard", ())],
        )  # fmt: skip
        kept.append(row)

    if was_saved(form, save):
        if kept[0].counts:
            messages.success(request, _("Noted."))
        else:
            messages.warning(request, _("Noted. It does not count yet: not everybody who is needed took part."))
        return redirect("responsibilities:look", kind=kind)
    context = {"form": form, "title": _("We looked at it"), "caption": found.title, "save": _("Save")}
    return render(request, "core/question.html", context | {"back": reverse("responsibilities:look", args=[kind])})


def _get(kind: str) -> looks.Look:
    found = looks.list_looks().get(kind)
    if found is None:
        raise Http404
    return found
