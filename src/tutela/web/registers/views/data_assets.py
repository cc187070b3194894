"""Pages of the data assets."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tutela.web.actions.views import owners
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.registers import operations, queries
from tutela.web.registers.forms.data_assets import DescribeAsset, EndAsset
from tutela.web.registers.models import DataAsset
from tutela.web.registers.operations import Described
from tutela.web.registers.rules.data_assets import list_missing
from tutela.web.registers.views import may_write, picked, tabs

TAKEN = (
    "name", "what", "whose", "classification", "place", "country", "kept_for", "kept_why", "processor", "assessment",
    "assessed_on", "review_on",
)  # fmt: skip
MISSING = {
    "classification": gettext_lazy("How much protection it needs"),
    "place": gettext_lazy("Where it is kept"),
    "kept-for": gettext_lazy("How long it is kept"),
    "country": gettext_lazy("In which country it is kept"),
    "assessment": gettext_lazy("Its impact assessment"),
}


@require_safe
def list_assets(request: HttpRequest) -> HttpResponse:
    """What is held, what lacks something, and what was held once."""
    held = [{"asset": row, "missing": _missing(row)} for row in queries.list_data_assets(request.actor)]
    ended = [{"asset": row, "missing": []} for row in queries.list_data_assets(request.actor, ended=True)]
    shows: dict[str, Any] = {
        "": (_("Held"), held),
        "missing": (_("Something is missing"), [one for one in held if one["missing"]]),
        "ended": (_("Ended"), ended),
    }
    show = request.GET.get("show", "")
    show = show if show in shows else ""
    shown = {
        "rows": shows[show][1],
        "tabs": tabs({key: (words, len(rows)) for key, (words, rows) in shows.items()}, show),
        "may_write": may_write(request),
        "back": reverse("registers:hub"),
    }
    return render(request, "registers/data_assets.html", shown)


@require_safe
def asset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them."""
    row: DataAsset = get_visible(DataAsset, request.actor, pk)
    today = local_day(request.establishment, timezone.now())
    shown = {
        "asset": row,
        "missing": [] if row.ended_on else _missing(row),
        "late": row.review_on is not None and row.review_on < today and row.ended_on is None,
        "may_write": may_write(request) and row.ended_on is None,
        "back": reverse("registers:data-assets"),
    }
    return render(request, "registers/data_asset.html", shown)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Put one into the register."""
    at = timezone.now()
    form = DescribeAsset(posted(request), **owners(request, at))
    made: list[DataAsset] = []

    def save(given: dict[str, Any]) -> None:
        described, place = cast("Described", picked(given, *TAKEN)), request.establishment.pk
        made.append(operations.add_data_asset(actor=request.actor, at=at, establishment_id=place, described=described))

    if was_saved(form, save):
        messages.success(request, _("It is in the register."))
        return redirect("registers:data-asset", pk=made[0].pk)
    shown = {"form": form, "title": _("Add data that you hold"), "save": _("Add it")}
    return render(request, "core/question.html", shown | {"back": reverse("registers:data-assets")})


@form_page
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Describe it anew."""
    at = timezone.now()
    row: DataAsset = get_visible(DataAsset, request.actor, pk)
    initial = {name: getattr(row, name) for name in TAKEN}
    form = DescribeAsset(posted(request), initial=initial, now=row.owner, is_new=False, **owners(request, at))

    def save(given: dict[str, Any]) -> None:
        described = cast("Described", picked(given, *TAKEN))
        operations.change_data_asset(actor=request.actor, at=at, pk=pk, described=described)

    return _ask(request, row, form, save, _("Describe it"))


@form_page
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was destroyed or handed on."""
    row: DataAsset = get_visible(DataAsset, request.actor, pk)
    form = EndAsset(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.end_data_asset(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, row, form, save, _("It was destroyed or handed on"))


def _ask(request: HttpRequest, row: DataAsset, form: Any, save: Any, title: str) -> HttpResponse:
    page = reverse("registers:data-asset", args=[row.pk])
    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect(page)
    shown = {"form": form, "title": title, "caption": row.name, "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)


def _missing(row: DataAsset) -> list[Any]:
    return [MISSING[one] for one in list_missing(row.facts)]
