"""Pages of what is coming: the list, one of them with every look at it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.actions.queries import list_by_origin
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.registers import operations, queries
from tutela.web.registers.forms.risks import LookAgain, NewForesight
from tutela.web.registers.models import Foresight
from tutela.web.registers.views import may_write


@require_safe
def list_foresight(request: HttpRequest) -> HttpResponse:
    """What is coming, and when each is looked at again."""
    rows = list(queries.list_foresight(request.actor))
    shown = {
        "open": [one for one in rows if one.look_again_on],
        "settled": [one for one in rows if not one.look_again_on],
        "today": local_day(request.establishment, timezone.now()),
        "may_write": may_write(request),
        "back": reverse("registers:risks"),
    }
    return render(request, "registers/horizon.html", shown)


@require_safe
def foresight(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with every look at it."""
    row: Foresight = get_visible(Foresight, request.actor, pk)
    shown = {
        "foresight": row,
        "looks": queries.list_looks(request.actor, row),
        "actions": list_by_origin(request.actor, f"foresight:{pk}"),
        "may_write": may_write(request),
        "back": reverse("registers:horizon"),
    }
    return render(request, "registers/foresight.html", shown)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Write down what is coming."""
    form = NewForesight(posted(request))

    def save(given: dict[str, Any]) -> None:
        place = request.establishment.pk
        operations.add_foresight(actor=request.actor, at=timezone.now(), establishment_id=place, **given)

    if was_saved(form, save):
        messages.success(request, _("It is on the list."))
        return redirect("registers:horizon")
    shown = {"form": form, "title": _("Something is coming"), "save": _("Save"), "back": reverse("registers:horizon")}
    return render(request, "core/question.html", shown)


@form_page
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at it again."""
    row: Foresight = get_visible(Foresight, request.actor, pk)
    form = LookAgain(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.look_again(actor=request.actor, at=timezone.now(), pk=pk, **given)

    back = reverse("registers:foresight", args=[pk])
    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect(back)
    shown = {"form": form, "title": _("Look at it again"), "caption": row.title, "save": _("Save"), "back": back}
    return render(request, "core/question.html", shown)
