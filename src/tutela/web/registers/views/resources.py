"""Pages of the links that are given to people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.registers import operations, queries
from tutela.web.registers.forms.resources import MoveLink, NewLink, RetireLink, TakeOverLinks
from tutela.web.registers.models import Resource
from tutela.web.registers.rules import resources as rules
from tutela.web.registers.shipped.resources import suggest
from tutela.web.registers.views import may_write, tabs


@require_safe
def list_resources(request: HttpRequest) -> HttpResponse:
    """All of them, what is dead or has moved, and what is retired."""
    rows = list(queries.list_resources(request.actor))
    shows: dict[str, Any] = {
        "": (_("All"), rows),
        "dead": (_("Dead or moved"), [row for row in rows if row.state in rules.TO_MEND]),
        "retired": (_("Retired"), list(queries.list_resources(request.actor, retired=True))),
    }
    show = request.GET.get("show", "")
    show = show if show in shows else ""
    shown = {
        "rows": shows[show][1],
        "tabs": tabs({key: (words, len(found)) for key, (words, found) in shows.items()}, show),
        "offered": len(queries.list_offered_links(request.actor)),
        "may_write": may_write(request),
        "back": reverse("registers:hub"),
    }
    return render(request, "registers/links.html", shown)


@require_safe
def resource(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: what it answered, and what took its place."""
    row: Resource = get_visible(Resource, request.actor, pk)
    suggested = suggest(row.address) if row.state != rules.ALIVE else None
    shown = {
        "link": row,
        "better": row.moved_to or (suggested.url if suggested and suggested.url != row.address else ""),
        "turns": queries.list_resource_turns(request.actor, row),
        "may_write": may_write(request) and not row.retired_why,
        "back": reverse("registers:links"),
    }
    return render(request, "registers/link.html", shown)


@form_page
def take_over(request: HttpRequest) -> HttpResponse:
    """Take over what the library lists."""
    offered = queries.list_offered_links(request.actor)
    form = TakeOverLinks(posted(request), offered=offered, initial={"keys": list(offered)})
    made: list[int] = []

    def save(given: dict[str, Any]) -> None:
        place = request.establishment.pk
        made.append(operations.take_over_links(actor=request.actor, at=timezone.now(), establishment_id=place, **given))

    if was_saved(form, save):
        said = ngettext("%(n)d link is in the register.", "%(n)d links are in the register.", made[0])
        messages.success(request, said % {"n": made[0]})
        return redirect("registers:links")
    shown = {"form": form, "save": _("Add them"), "back": reverse("registers:links")}
    return render(request, "core/question.html", shown)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Add one of one's own."""
    form = NewLink(posted(request))

    def save(given: dict[str, Any]) -> None:
        place = request.establishment.pk
        operations.add_link(actor=request.actor, at=timezone.now(), establishment_id=place, **given)

    if was_saved(form, save):
        messages.success(request, _("It is in the register, and is asked for soon."))
        return redirect("registers:links")
    shown = {"form": form, "title": _("Add a link"), "save": _("Add it"), "back": reverse("registers:links")}
    return render(request, "core/question.html", shown)


@form_page
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It stands elsewhere."""
    return _do(request, pk, MoveLink, operations.move_link, {"address": request.GET.get("to", "")[:500]})


@form_page
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is given to nobody any more."""
    return _do(request, pk, RetireLink, operations.retire_link, {})


def _do(request: HttpRequest, pk: UUID, kind: Any, operation: Any, initial: dict[str, str]) -> HttpResponse:
    row: Resource = get_visible(Resource, request.actor, pk)
    form = kind(posted(request), initial=initial)

    def save(given: dict[str, Any]) -> None:
        operation(actor=request.actor, at=timezone.now(), pk=pk, **given)

    page = reverse("registers:link", args=[pk])
    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect(page)
    shown = {"form": form, "caption": row.title, "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)
