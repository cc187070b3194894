"""Ground rules for each kind of session: shown to everybody, printed, and noted where a class agreed to them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.actions.rules.states import may_own
from tutela.web.core import paper
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.education import operations, queries
from tutela.web.education.forms.ground_rules import NoteAgreed
from tutela.web.education.models import GroundRulesAgreed
from tutela.web.education.shipped.ground_rules import Sheet, hash_of, list_sheets
from tutela.web.education.views import ask_why_struck, only_who_works_here


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every sheet; for whoever works here, which classes agreed to it."""
    at, works_here = timezone.now(), may_own(request.actor)
    groups = queries.list_taught_groups(request.establishment) if works_here else []
    rows = []
    for sheet in list_sheets().values():
        agreed = queries.list_agreeing(request.actor, request.establishment, sheet, at=at) if works_here else {}
        yes = [(one, agreed[one.pk]) for one in groups if one.pk in agreed]
        rows.append((sheet, yes, [one for one in groups if one.pk not in agreed]))
    back = reverse("education:curriculum") if works_here else reverse("responsibilities:expected")
    return render(request, "education/ground_rules.html", {"rows": rows, "works_here": works_here, "back": back})


@require_safe
def show_sheet(request: HttpRequest, sheet: str) -> HttpResponse:
    """One of them, as it is shown to a class, with what was noted."""
    found = _get(sheet)
    works_here = may_own(request.actor)
    noted = queries.list_agreed(request.actor, found)[:100] if works_here else []
    words = hash_of(found)
    context = {
        "sheet": found,
        "edition": words[:12],
        "works_here": works_here,
        "noted": [(row, row.words_sha256 == words, _may_strike(request, row)) for row in noted],
        "back": reverse("education:ground-rules"),
    }
    return render(request, "education/ground_rules_sheet.html", context)


@require_safe
def print_sheet(request: HttpRequest, sheet: str) -> HttpResponse:
    """The sheet as PDF, for the wall and for signatures."""
    found = _get(sheet)
    shown = {"sheet": found, "words": hash_of(found)}
    try:
        return paper.answer(request, "education/ground_rules_paper.html", shown, name=f"ground rules {found.id}")
    except paper.NoPaper as error:
        messages.error(request, str(error))
        return redirect("education:ground-rules-sheet", sheet=sheet)


@form_page
def note(request: HttpRequest, sheet: str) -> HttpResponse:
    """A class agreed."""
    only_who_works_here(request)
    found = _get(sheet)
    groups = queries.list_taught_groups(request.establishment)
    form = NoteAgreed(posted(request), groups=groups, initial={"words_sha256": hash_of(found)})

    def save(given: dict[str, Any]) -> None:
        operations.note_agreed(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, sheet=sheet,
            words_sha256=given["words_sha256"], group_id=UUID(given["group"]), agreed_on=given["agreed_on"],
        )  # fmt: skip

    page = reverse("education:ground-rules-sheet", args=[sheet])
    if was_saved(form, save):
        messages.success(request, _("Noted."))
        return redirect(page)
    shown = {"form": form, "title": _("A class agreed"), "caption": found.title, "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)


@form_page
def strike(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An entry was a mistake."""
    row: GroundRulesAgreed = get_visible(GroundRulesAgreed, request.actor, pk)
    if not _is_theirs(request, row):
        raise Http404

    def strike(reason: str) -> None:
        operations.strike_agreed(actor=request.actor, at=timezone.now(), pk=pk, reason=reason)

    return ask_why_struck(request, strike, caption=row.group.name, page=reverse("education:ground-rules"))


def _get(sheet: str) -> Sheet:
    found = list_sheets().get(sheet)
    if found is None:
        raise Http404
    return found


def _is_theirs(request: HttpRequest, row: GroundRulesAgreed) -> bool:
    return row.by_id == request.actor.person_id or bool(request.actor.may(Permission.DUTY_ASSIGN))


def _may_strike(request: HttpRequest, row: GroundRulesAgreed) -> bool:
    return not hasattr(row, "struck") and _is_theirs(request, row)
