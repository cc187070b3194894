"""Pages of the guidance: what is watched, one document with its versions, and what is done to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tutela.web.actions.queries import list_by_origin
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.registers import operations, queries
from tutela.web.registers.forms.guidance import EVERY, Archive, Looked, NewGuidance, NewVersion, TakeOver
from tutela.web.registers.models import Guidance
from tutela.web.registers.rules.guidance import is_due
from tutela.web.registers.views import may_write, tabs


@require_safe
def list_guidance(request: HttpRequest) -> HttpResponse:
    """What is watched, or archived where the address says so."""
    today = local_day(request.establishment, timezone.now())
    watched = list(queries.list_guidance(request.actor))
    archived = list(queries.list_guidance(request.actor, archived=True))
    due = {row.pk for row in watched if is_due(row.checked_on, row.check_days, today)}
    shows: dict[str, Any] = {
        "": (_("Watched"), watched),
        "due": (_("To be looked at"), [row for row in watched if row.pk in due]),
        "archived": (_("Archived"), archived),
    }
    show = request.GET.get("show", "")
    show = show if show in shows else ""
    shown = {
        "rows": shows[show][1],
        "due": due,
        "tabs": tabs({key: (words, len(rows)) for key, (words, rows) in shows.items()}, show),
        "offered": len(queries.list_offered(request.actor, request.establishment)),
        "may_write": may_write(request),
        "back": reverse("registers:hub"),
    }
    return render(request, "registers/guidance.html", shown)


@require_safe
def guidance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One document: its versions, every look at it, and the reviews it led to."""
    row: Guidance = get_visible(Guidance, request.actor, pk)
    shown = {
        "guidance": row,
        "every": EVERY.get(row.check_days) or _("Every %(days)d days") % {"days": row.check_days},
        "is_due": is_due(row.checked_on, row.check_days, local_day(request.establishment, timezone.now())),
        "history": queries.list_history(request.actor, row),
        "actions": list_by_origin(request.actor, f"guidance:{pk}:"),
        "may_write": may_write(request),
        "back": reverse("registers:guidance"),
    }
    return render(request, "registers/guidance_one.html", shown)


@form_page
def take_over(request: HttpRequest) -> HttpResponse:
    """Watch what the library lists for a place like this."""
    offered = queries.list_offered(request.actor, request.establishment)
    form = TakeOver(posted(request), offered=offered, initial={"keys": list(offered)})
    made: list[int] = []

    def save(given: dict[str, Any]) -> None:
        made.append(
            operations.take_over_guidance(
                actor=request.actor, at=timezone.now(), establishment=request.establishment, **given
            )
        )

    if was_saved(form, save):
        said = ngettext("%(n)d document is watched now.", "%(n)d documents are watched now.", made[0])
        messages.success(request, said % {"n": made[0]})
        return redirect("registers:guidance")
    shown = {"form": form, "save": _("Watch them"), "back": reverse("registers:guidance")}
    return render(request, "core/question.html", shown)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Watch something the library does not list."""
    form = NewGuidance(posted(request))
    made: list[Guidance] = []

    def save(given: dict[str, Any]) -> None:
        place = request.establishment.pk
        made.append(operations.add_guidance(actor=request.actor, at=timezone.now(), establishment_id=place, **given))

    if was_saved(form, save):
        messages.success(request, _("It is watched now."))
        return redirect("registers:guidance-one", pk=made[0].pk)
    shown = {"form": form, "title": _("Add a document"), "save": _("Watch it"), "back": reverse("registers:guidance")}
    return render(request, "core/question.html", shown)


@form_page
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """There is no newer version."""
    form = Looked(posted(request))
    return _do(request, pk, form, operations.check_guidance, _("I looked, nothing is new"))


@form_page
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """There is a newer version."""
    form = NewVersion(posted(request))
    return _do(request, pk, form, operations.record_version, _("There is a newer version"))


@form_page
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It counts no longer."""
    form = Archive(posted(request))
    return _do(request, pk, form, operations.archive_guidance, _("Archive it"))


@require_POST
def watch_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It counts again."""
    operations.watch_again(actor=request.actor, at=timezone.now(), pk=pk)
    return redirect("registers:guidance-one", pk=pk)


def _do(request: HttpRequest, pk: UUID, form: Any, operation: Any, title: str) -> HttpResponse:
    row: Guidance = get_visible(Guidance, request.actor, pk)

    def save(given: dict[str, Any]) -> None:
        operation(actor=request.actor, at=timezone.now(), pk=pk, **given)

    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect("registers:guidance-one", pk=pk)
    shown = {"form": form, "title": title, "caption": row.title, "save": _("Save")}
    return render(request, "core/question.html", shown | {"back": reverse("registers:guidance-one", args=[pk])})
