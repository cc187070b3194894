"""The seven steps, from top to bottom, what comes next first."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.evidence.kinds import list_kinds
from tutela.web.responsibilities import forms, operations, queries, words
from tutela.web.responsibilities.journey import find_record, get_attribution, list_steps
from tutela.web.responsibilities.queries import StepStand
from tutela.web.responsibilities.rules.journey import find_next


@require_safe
def show_journey(request: HttpRequest) -> HttpResponse:
    """Each step with its proofs and its question; complete only on evidence."""
    steps = queries.list_journey(request.actor, request.establishment, at=timezone.now())
    context = {
        "steps": [_shown(one) for one in steps],
        "next": _next(steps),
        "done": sum(1 for one in steps if one.progress.is_complete),
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
        "attribution": get_attribution(),
    }
    return render(request, "responsibilities/journey.html", context)


@form_page
def note_step(request: HttpRequest, record: str) -> HttpResponse:
    """Write down what was done for a step."""
    wanted = find_record(record)
    if wanted is None:
        raise Http404
    form = forms.NoteStep(posted(request), asks=wanted.asks)

    def save(given: dict[str, Any]) -> None:
        operations.note_step(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, record=record, **given
        )

    if was_saved(form, save):
        messages.success(request, _("Noted."))
        return redirect("responsibilities:journey")
    context = {"form": form, "title": wanted.title, "save": _("Save"), "back": reverse("responsibilities:journey")}
    return render(request, "core/question.html", context)


@form_page
def answer_question(request: HttpRequest, step: str) -> HttpResponse:
    """Answer the question of a step."""
    found = next((one for one in list_steps() if one.id == step), None)
    if found is None:
        raise Http404
    form = forms.AnswerQuestion(posted(request), question=found.question)

    def save(given: dict[str, Any]) -> None:
        operations.answer_question(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, step=step, **given
        )

    if was_saved(form, save):
        messages.success(request, _("The answer is kept, with its day."))
        return redirect("responsibilities:journey")
    context = {"form": form, "title": found.title, "save": _("Save"), "back": reverse("responsibilities:journey")}
    return render(request, "core/question.html", context)


def _shown(one: StepStand) -> dict[str, Any]:
    measure = list_kinds().get(one.answer.measure) if one.answer and one.answer.measure else None
    return {
        "at": one,
        "proofs": [(shown, *words.STANDS[shown.stand]) for shown in one.proofs],
        "question": words.STANDS[one.progress.answer],
        "measure": measure.title if measure else "",
    }


def _next(steps: list[StepStand]) -> dict[str, str] | None:
    """The first thing that is missing, in words, with the page on which to begin."""
    found = find_next([one.progress for one in steps])
    if found is None:
        return None
    at, place = steps[found[0]], found[1]
    number = {"number": at.number, "title": at.step.title}
    step = _("Step %(number)d: %(title)s") % number
    if place == len(at.proofs):
        answer = reverse("responsibilities:answer", kwargs={"step": at.step.id})
        return {"step": step, "words": at.step.question, "go": answer}
    shown = at.proofs[place]
    return {"step": step, "words": shown.proof.todo or shown.title, "go": shown.go}
