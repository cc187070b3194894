"""Pages of the self-review."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core import paper as printing
from tutela.web.core.charts import Chart, Series
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.reviews import operations, queries, rules
from tutela.web.reviews.forms import DOES_NOT_APPLY, AnswerForm
from tutela.web.reviews.frameworks.model import Level, levels_of
from tutela.web.reviews.models import Review
from tutela.web.reviews.queries import Stated, Whole

RULES = {
    "lowest": gettext_lazy("a section is as good as its weakest statement"),
    "average": gettext_lazy("a section is the average of its statements"),
    "weighted": gettext_lazy("a section is the average of its statements by their weight"),
}


@require_safe
def list_reviews(request: HttpRequest) -> HttpResponse:
    """Reviews under way and completed, and what else could be reviewed."""
    at = timezone.now()
    rows = list(queries.list_reviews(request.actor))
    under_way = [queries.read_review(request.actor, row, at) for row in rows if row.completed_at is None]
    may_write = request.actor.may(Permission.REVIEW_WRITE)
    offered = queries.list_offered(request.actor, request.establishment) if may_write else []
    shown = {
        "under_way": under_way,
        "completed": [row for row in rows if row.completed_at],
        "offered": offered,
        "brought_in": [one for one in offered if not one.summary],
        "may_write": may_write,
    }
    return render(request, "reviews/list.html", shown)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open a review of one framework."""
    framework = queries.get_framework(request.POST.get("framework", ""))
    if framework is None:
        messages.error(request, _("Choose what to review."))
        return redirect("reviews:list")
    try:
        review = operations.start_review(
            actor=request.actor,
            at=timezone.now(),
            establishment_id=request.establishment.pk,
            person_id=_person(request),
            framework=framework,
        )
    except operations.ReviewUnderWay:
        messages.info(request, _("This is being reviewed already. Go on with it below."))
        return redirect("reviews:list")
    return redirect("reviews:review", pk=review.pk)


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole review: how far it has come, what it comes to, and where evidence speaks against it."""
    whole = _whole(request, pk)
    return render(request, "reviews/review.html", _shown(request, whole) | {"back": reverse("reviews:list")})


@require_http_methods(["GET", "HEAD", "POST"])
def show_statement(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One statement: its levels, what was answered, and the figures that speak to it."""
    whole = _whole(request, pk)
    if not 1 <= number <= len(whole.statements):
        raise Http404
    one = whole.statements[number - 1]
    levels = levels_of(whole.framework, one.part)
    may_write = request.actor.may(Permission.REVIEW_WRITE) and whole.review.completed_at is None
    if request.method == "POST" and not may_write:
        raise Http404
    form = AnswerForm(levels, request.POST or None, initial=_initial(one, levels))
    meanwhile = None
    if request.method == "POST" and form.is_valid():
        meanwhile = _save(request, whole.review, one, form)
        if meanwhile is None:
            return redirect(_after(request, whole, number))
        form = AnswerForm(levels, {**request.POST.dict(), "seen": str(meanwhile.pk)})
    shown = {
        "whole": whole,
        "one": one,
        "levels": levels,
        "form": form if may_write else None,
        "meanwhile": meanwhile,
        "meanwhile_level": next((level for level in levels if meanwhile and level.level == meanwhile.level), None),
        "evidence": queries.list_evidence_of(whole, one.part),
        "next_steps": rules.next_steps(whole.framework, one.part, one.answer.level if one.answer else None),
        "actions": queries.list_actions(request.actor, whole.review, one.part.id),
        "may_act": request.actor.may(Permission.ACTION_WRITE),
        "earlier": list(queries.list_answers(request.actor, whole.review, one.part.id))[1:],
        "total": len(whole.statements),
        "back": reverse("reviews:review", args=[pk]),
        "before": number - 1,
        "after": number + 1 if number < len(whole.statements) else 0,
    }
    return render(request, "reviews/statement.html", shown)


@require_POST
def accept_step(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Make one of the next steps an action."""
    whole = _whole(request, pk)
    if not 1 <= number <= len(whole.statements):
        raise Http404
    page = reverse("reviews:statement", args=[pk, number])
    step = request.POST.get("step", "")
    try:
        action = operations.accept_step(
            actor=request.actor,
            at=timezone.now(),
            review=whole.review,
            statement=whole.statements[number - 1].part.id,
            step=int(step) if step.isdecimal() else -1,
            address=page,
        )
    except operations.NotALevel:
        messages.error(request, _("This step no longer belongs to the level that is chosen."))
        return redirect(page)
    messages.success(request, _("This is an action now. Say who does it, and by when."))
    return redirect("actions:action", pk=action.pk)


@require_POST
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn the review into a record."""
    whole = _whole(request, pk)
    try:
        operations.complete(
            actor=request.actor,
            at=timezone.now(),
            review=whole.review,
            person_id=_person(request),
            statements=[one.part.id for one in whole.statements],
        )
    except operations.ReviewCompleted:
        messages.info(request, _("This review was completed before."))
    except operations.NotAllAnswered as error:
        words = ngettext("%d statement still needs an answer.", "%d statements still need an answer.", error.missing)
        messages.error(request, words % error.missing)
    else:
        messages.success(request, _("The review is completed. Nothing in it changes any more."))
    return redirect("reviews:review", pk=pk)


@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The review as a paper for the board."""
    whole = _whole(request, pk)
    name = f"{whole.framework.title} {request.establishment.name}"
    try:
        return printing.answer(request, "reviews/paper.html", _shown(request, whole), name=name)
    except printing.NoPaper as error:
        messages.error(request, str(error))
        return redirect("reviews:review", pk=pk)


def _whole(request: HttpRequest, pk: UUID) -> Whole:
    review = get_visible(Review, request.actor, pk)
    return queries.read_review(request.actor, review, timezone.now())


def _shown(request: HttpRequest, whole: Whole) -> dict[str, Any]:
    answered = [section for section in whole.sections if section.score.pct is not None]
    chart = Chart(
        _("How far up the ladder each section is"),
        labels=tuple(section.title for section in answered),
        series=(Series(_("Share of the way"), tuple(section.score.pct for section in answered)),),
        label_heading=_("Section"),
        summary=_("By the rule of this framework: %(rule)s.") % {"rule": RULES[whole.framework.scoring]},
        unit="%",
    )
    may_write = request.actor.may(Permission.REVIEW_WRITE) and whole.review.completed_at is None
    return {"whole": whole, "chart": chart if answered else None, "may_write": may_write, "at": timezone.now()}


def _initial(one: Stated, levels: tuple[Level, ...]) -> dict[str, Any]:
    if one.answer is None:
        return {}
    values = [level.level for level in levels]
    chosen = DOES_NOT_APPLY if not one.answer.applies else ""
    if one.answer.applies and one.answer.level in values:
        chosen = str(values.index(one.answer.level))
    return {"level": chosen, "commentary": one.answer.commentary, "seen": str(one.answer.pk)}


def _save(request: HttpRequest, review: Review, one: Stated, form: AnswerForm) -> Any:
    """The answer that somebody else gave meanwhile; None when ours was kept."""
    seen = form.cleaned_data["seen"]
    level = form.chosen
    try:
        operations.answer(
            actor=request.actor,
            at=timezone.now(),
            review=review,
            person_id=_person(request),
            statement=one.part.id,
            level=level.level if level else None,
            applies=level is not None,
            commentary=form.cleaned_data["commentary"],
            seen=_uuid(seen),
        )
    except operations.AnsweredMeanwhile as error:
        return error.newest
    except operations.ReviewCompleted:
        messages.error(request, _("The review was completed meanwhile, so this answer was not kept."))
    return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _after(request: HttpRequest, whole: Whole, number: int) -> str:
    if "overview" in request.POST or number >= len(whole.statements):
        return reverse("reviews:review", args=[whole.review.pk])
    return reverse("reviews:statement", args=[whole.review.pk, number + 1])


def _person(request: HttpRequest) -> UUID:
    person_id: UUID | None = request.actor.person_id
    if person_id is None:
        raise Http404
    return person_id
