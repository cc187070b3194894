"""Pathways: short units for each part somebody plays here, their questions, and sheets for use on paper."""

from typing import Any

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
from tutela.web.education import operations, queries
from tutela.web.education.forms.pathways import AnswerPart, OnPaper
from tutela.web.education.shipped.editions import edition_of
from tutela.web.education.shipped.training import (
    Course,
    Pathway,
    Unit,
    list_courses,
    list_pathways,
    list_units,
)
from tutela.web.establishments.queries import terms_of


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The units of one's own pathways; for whoever reviews, how far people are on each."""
    mine = _mine(request)
    reads, keeps = request.actor.may(Permission.REVIEW_READ), request.actor.may(Permission.DUTY_ASSIGN)
    if not mine and not may_own(request.actor):
        raise Http404
    done, units = queries.list_done(request.actor, request.actor.person_id), list_units()
    pathways = list_pathways().values()
    gone = queries.list_gone(request.establishment, pathways, at=timezone.now()) if reads or keeps else []
    context = {
        "mine": [(one, [(units[key], key in done) for key in one.units]) for one in mine],
        "all": [(one, [units[key] for key in one.units]) for one in pathways] if may_own(request.actor) else [],
        "gone": [(one, keeps or not one.is_small) for one in gone],
        "keeps": keeps,
        "back": reverse("education:training") if reads else reverse("responsibilities:expected"),
    }
    return render(request, "education/pathways.html", context)


@form_page
def answer(request: HttpRequest, part: str) -> HttpResponse:
    """Read a unit, or nothing more for a course, and answer its questions; then why each answer is right."""
    found = _get_part(request, part)
    words = terms_of(request.establishment).fill
    form = AnswerPart(posted(request), asked=found.questions, words=words)
    kept: list[Any] = []

    def save(_given: dict[str, Any]) -> None:
        row = operations.answer_part(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, part=part, said=form.said()
        )
        kept.append(row)

    said = form.said() if was_saved(form, save) else {}
    context = {
        "part": found,
        "edition": edition_of(found),
        "text": [words(one) for one in found.text] if isinstance(found, Unit) else [],
        "form": form,
        "row": kept[0] if kept else None,
        "results": [
            (words(one.ask), words(one.answers[one.right - 1]), words(one.because), said.get(number) == one.right)
            for number, one in enumerate(found.questions)
        ],
        "back": reverse("education:pathways" if isinstance(found, Unit) else "education:mine"),
    }
    return render(request, "education/part.html", context)


@require_safe
def print_sheet(request: HttpRequest, pathway: str) -> HttpResponse:
    """A pathway as PDF: what is read, and the questions to tick."""
    found, words, units = _get(pathway), terms_of(request.establishment).fill, list_units()
    parts = [
        {
            "title": units[key].title,
            "text": [words(one) for one in units[key].text],
            "questions": [(words(one.ask), [words(said) for said in one.answers]) for one in units[key].questions],
        }
        for key in found.units
    ]
    shown = {"pathway": found, "parts": parts}
    try:
        return paper.answer(request, "education/pathway_paper.html", shown, name=f"pathway {found.id}")
    except paper.NoPaper as error:
        messages.error(request, str(error))
        return redirect("education:pathways")


@form_page
def note_on_paper(request: HttpRequest, pathway: str) -> HttpResponse:
    """Sheets that came back, as numbers."""
    found = _get(pathway)
    form = OnPaper(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.note_on_paper(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, pathway=pathway, **given
        )

    if was_saved(form, save):
        messages.success(request, _("Noted."))
        return redirect("education:pathways")
    words, units = terms_of(request.establishment).fill, list_units()
    asked = [one for key in found.units for one in units[key].questions]
    shown = {
        "form": form,
        "title": _("They read it on paper"),
        "caption": found.title,
        "save": _("Save"),
        "rights": [(words(one.ask), words(one.answers[one.right - 1])) for one in asked],
        "back": reverse("education:pathways"),
    }
    return render(request, "education/pathway_on_paper.html", shown)


def _mine(request: HttpRequest) -> list[Pathway]:
    return [one for one in list_pathways().values() if set(one.roles) & set(request.actor.roles)]


def _get(pathway: str) -> Pathway:
    found = list_pathways().get(pathway)
    if found is None:
        raise Http404
    return found


def _get_part(request: HttpRequest, part: str) -> Course | Unit:
    """A unit of one's own pathways, any unit for whoever works here, or a course that one owes."""
    unit = list_units().get(part)
    if unit and (may_own(request.actor) or any(part in one.units for one in _mine(request))):
        return unit
    course = list_courses().get(part)
    if course and course.questions:
        own = request.actor.person_id
        owing = queries.get_owing(request.actor, request.establishment, own, at=timezone.now())
        if owing and any(one.course.id == part for one in owing.owed):
            return course
    raise Http404
