"""The whole of one review: how far it has come, what it comes to, its paper, and its end."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tutela.web.actions.views import owners
from tutela.web.core import paper as printing
from tutela.web.core import word as writing
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.establishments.queries import local_day
from tutela.web.reviews import operations, queries
from tutela.web.reviews.forms.completing import CompleteReview
from tutela.web.reviews.frameworks.model import levels_of
from tutela.web.reviews.views import drawing
from tutela.web.reviews.views.finding import (
    get_person,
    get_whole,
    list_language_links,
    may_write,
)

PAPER = "reviews/paper.html"
RISKS_WITHIN, IMPROVEMENTS_WITHIN = timedelta(days=42), timedelta(days=182)
"""The days that are proposed when a review is completed."""


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole review: how far it has come, what it comes to, and where evidence speaks against it."""
    whole = get_whole(request, pk)
    shown = _shown(request, whole) | {
        "back": reverse("reviews:list"),
        "others": drawing.beside_others(whole, queries.list_newest_shared(request.actor, whole.framework.id)),
        "may_sign": request.actor.may(Permission.REVIEW_WRITE),
        "may_invite": request.actor.may(Permission.ROLE_DECIDE),
        "framework_languages": list_language_links(request, whole.review),
        "proposed": _count_proposed(request, whole),
    }
    return render(request, "reviews/review.html", shown)


@require_POST
def choose_groups(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which of the framework's groups of statements count here."""
    review = queries.get_review(request.actor, pk)
    if not may_write(request, review):
        raise Http404
    try:
        operations.choose_groups(
            actor=request.actor, at=timezone.now(), review=review, groups=request.POST.getlist("group")
        )
    except operations.ReviewCompleted:
        messages.error(request, _("The review was completed meanwhile, so nothing was changed."))
    except operations.NotALevel:
        messages.error(request, _("The framework has no such group."))
    return redirect("reviews:review", pk=pk)


@form_page
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn the review into a record, with somebody for each thing that it found."""
    whole, at, page = get_whole(request, pk), timezone.now(), reverse("reviews:review", args=[pk])
    if whole.review.completed_at is not None:
        messages.info(request, _("This review was completed before."))
        return redirect(page)
    missing = sum(one.answer is None or bool(one.answer.to_confirm) for one in whole.asked)
    if missing:
        words = ngettext("%d statement still needs an answer.", "%d statements still need an answer.", missing)
        messages.error(request, words % missing)
        return redirect(page)
    found = queries.list_found(request.actor, whole)
    risks = sum(row.found.is_risk for row in found)
    today = local_day(request.establishment, at)
    initial = {"risks_by": today + RISKS_WITHIN, "improvements_by": today + IMPROVEMENTS_WITHIN}
    form = CompleteReview(
        posted(request), risks=risks, improvements=len(found) - risks, initial=initial, **owners(request, at)
    )

    def save(given: dict[str, Any]) -> None:
        operations.complete_and_share_out(
            actor=request.actor, at=at, review=whole.review, person_id=get_person(request),
            owner=given.get("person"), risks_by=given.get("risks_by"), improvements_by=given.get("improvements_by"),
        )  # fmt: skip

    try:
        if was_saved(form, save):
            messages.success(request, _("The review is completed. Nothing in it changes any more."))
            return redirect(page)
    except (operations.ReviewCompleted, operations.NotAllAnswered):
        messages.error(request, _("Somebody else was at it meanwhile. Look at it again."))
        return redirect(page)
    context = {"form": form, "title": _("Complete this review"), "caption": whole.framework.title, "back": page}
    return render(
        request, "core/question.html", context | {"intro": _told(risks, len(found) - risks), "save": _("Complete it")}
    )


def _told(risks: int, improvements: int) -> str:
    if not risks and not improvements:
        return _("Everything that was asked is in place. After this, nothing in the review changes any more.")
    parts = []
    if risks:
        parts.append(ngettext("%d risk", "%d risks", risks) % risks)
    if improvements:
        parts.append(ngettext("%d area to improve", "%d areas to improve", improvements) % improvements)
    return _(
        "The review found %(what)s. Each becomes an action of one person, due by a day; what became an action before "
        "keeps its own. You can hand each of them on afterwards. Nothing in the review changes any more."
    ) % {"what": get_text_list(parts, _("and"))}


@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The review as a paper for the board."""
    whole = get_whole(request, pk)
    try:
        return printing.answer(request, PAPER, _shown(request, whole), name=_file_name(request, whole))
    except printing.NoPaper as error:
        messages.error(request, str(error))
        return redirect("reviews:review", pk=pk)


@require_safe
def word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same paper for Word, to be worked on further."""
    whole = get_whole(request, pk)
    return writing.answer(request, PAPER, _shown(request, whole), name=_file_name(request, whole))


def _count_proposed(request: HttpRequest, whole: queries.Whole) -> int:
    if not may_write(request, whole.review):
        return 0
    answered = {one.part.id for one in whole.statements if one.answer}
    return len(queries.list_open_likenesses(request.actor, whole.review, answered))


def _file_name(request: HttpRequest, whole: queries.Whole) -> str:
    return f"{whole.framework.title} {request.establishment.name}"


def _ladder(whole: queries.Whole) -> str:
    """The names of the levels from the lowest up, for whoever does not know them; "" where ladders differ."""
    ladders = {tuple(level.name for level in levels_of(whole.framework, one.part)) for one in whole.statements}
    names = next(iter(ladders), ())
    return ", ".join(names) if len(ladders) == 1 and all(names) else ""


def _shown(request: HttpRequest, whole: queries.Whole) -> dict[str, Any]:
    return {
        "whole": whole,
        "found": queries.list_found(request.actor, whole) if whole.review.completed_at else [],
        "ladder": _ladder(whole),
        "chart": drawing.standing(whole),
        "over_time": drawing.over_time(queries.list_progress(request.actor, whole)),
        "changed": queries.list_changed(whole),
        "may_write": may_write(request, whole.review),
        "at": timezone.now(),
    }
