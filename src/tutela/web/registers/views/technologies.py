"""Pages of the technologies: the register, one of them, and the list that all who work here may see."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.actions.rules.states import may_own
from tutela.web.actions.views import owners
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.registers import operations, queries
from tutela.web.registers.forms.technologies import ChangeTechnology, NewTechnology, TurnTechnology
from tutela.web.registers.models import Technology
from tutela.web.registers.rules.technologies import ENDED, IN_USE, MAY_BECOME
from tutela.web.registers.shipped.technologies import list_technologies as list_listed
from tutela.web.registers.views import may_write, picked, tabs

UNDECIDED = "undecided"
TAKEN = ("name", "kind", "purpose", "audiences", "communicates", "review_on")


@require_safe
def list_technologies(request: HttpRequest) -> HttpResponse:
    """All of them, in one state where the address says so, and what the library lists and nobody decided on yet."""
    counts = queries.count_technologies(request.actor)
    today = local_day(request.establishment, timezone.now())
    offered = queries.list_offered_technologies(request.actor, today)
    state = request.GET.get("state", "")
    state = state if state in (*MAY_BECOME, UNDECIDED) else ""
    shows = {"": (_("All"), counts.total() + len(offered))}
    shows |= {key: (words, counts[key]) for key, words in Technology.State.choices}
    shows[UNDECIDED] = (_("Not decided"), len(offered))
    rows = [] if state == UNDECIDED else list(queries.list_technologies(request.actor, state))
    assessments = queries.list_assessments(request.actor, rows, today)
    shown = {
        "rows": [(row, assessments[row.pk]) for row in rows],
        "offered": offered if state in ("", UNDECIDED) else [],
        "tabs": tabs(shows, state, "state"),
        "today": today,
        "may_write": may_write(request),
        "back": reverse("registers:hub"),
    }
    return render(request, "registers/technologies.html", shown)


@require_safe
def recognised(request: HttpRequest) -> HttpResponse:
    """What is in use, for everybody who works here: whatever is not on it is not agreed."""
    if not may_own(request.actor):
        raise Http404
    return render(request, "registers/recognised.html", {"rows": queries.list_technologies_in_use(request.actor)})


@require_safe
def technology(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, and how it came to be as it is."""
    row: Technology = get_visible(Technology, request.actor, pk)
    today = local_day(request.establishment, timezone.now())
    assessment = queries.get_assessment(request.actor, row, today)
    missing = queries.list_missing(request.actor, row, assessment) if row.communicates and row.state != ENDED else []
    shown = {
        "technology": row,
        "assessment": assessment,
        "missing": missing,
        "not_made": any(risk is None for _title, risk in missing),
        "turns": queries.list_turns(request.actor, row),
        "late": row.review_on is not None and row.review_on < today,
        "may_write": may_write(request),
        "back": reverse("registers:technologies"),
    }
    return render(request, "registers/technology.html", shown)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Put one into the register: one of those that the library lists where the address names it."""
    at = timezone.now()
    key = request.GET.get("listed", "")
    listed = list_listed().get(key)
    initial = {"name": listed.name, "kind": listed.kind, "purpose": listed.purpose} if listed else {}
    if listed:
        initial["communicates"] = "yes" if listed.communicates else "no"
    form = NewTechnology(posted(request), initial=initial, **owners(request, at))
    made: list[Technology] = []

    def save(given: dict[str, Any]) -> None:
        taken = picked(given, *TAKEN, "state", "since")
        taken |= {"establishment_id": request.establishment.pk, "library_key": key if listed else ""}
        made.append(operations.add_technology(actor=request.actor, at=at, **taken))

    if was_saved(form, save):
        messages.success(request, _("It is in the register."))
        return redirect("registers:technology", pk=made[0].pk)
    shown = {"form": form, "title": _("Add a technology"), "save": _("Add it"), "back": _list_page()}
    return render(request, "core/question.html", shown)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Nobody uses here what the library lists."""
    key = request.POST.get("listed", "")
    if key in list_listed():
        place = request.establishment
        operations.leave_technology(actor=request.actor, at=timezone.now(), establishment=place, key=key)
    return redirect(f"{_list_page()}?state={UNDECIDED}")


@form_page
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Describe it anew."""
    at = timezone.now()
    row: Technology = get_visible(Technology, request.actor, pk)
    initial = {name: getattr(row, name) for name in TAKEN} | {"communicates": "yes" if row.communicates else "no"}
    form = ChangeTechnology(posted(request), initial=initial, now=row.owner, is_new=False, **owners(request, at))

    def save(given: dict[str, Any]) -> None:
        operations.change_technology(actor=request.actor, at=at, pk=pk, **picked(given, *TAKEN))

    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect("registers:technology", pk=pk)
    shown = {"form": form, "title": _("Change what is said of it"), "caption": row.name, "save": _("Save")}
    return render(request, "core/question.html", shown | {"back": _page(pk)})


@form_page
def turn(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring it into use, or end it."""
    row: Technology = get_visible(Technology, request.actor, pk)
    form = TurnTechnology(posted(request), technology=row)

    def save(given: dict[str, Any]) -> None:
        operations.turn_technology(actor=request.actor, at=timezone.now(), pk=pk, **given)

    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect("registers:technology", pk=pk)
    intro = ""
    if row.communicates and row.state != IN_USE:
        intro = _("People from outside can be met through it: every risk of its kind is judged before it is used.")
    shown = {"form": form, "title": _("Change its state"), "caption": row.name, "intro": intro, "save": _("Save")}
    return render(request, "core/question.html", shown | {"back": _page(pk)})


def _list_page() -> str:
    return reverse("registers:technologies")


def _page(pk: UUID) -> str:
    return reverse("registers:technology", kwargs={"pk": pk})
