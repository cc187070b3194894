"""The whole of one review: how far it has come, what it comes to, its paper, and its end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core import paper as printing
from tutela.web.core import word as writing
from tutela.web.core.permissions import Permission
from tutela.web.reviews import operations, queries
from tutela.web.reviews.views import drawing
from tutela.web.reviews.views.finding import (
    get_person,
    get_whole,
    list_language_links,
    may_write,
)

PAPER = "reviews/paper.html"


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


@require_POST
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn the review into a record."""
    review = queries.get_review(request.actor, pk)
    try:
        operations.complete(actor=request.actor, at=timezone.now(), review=review, person_id=get_person(request))
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


def _shown(request: HttpRequest, whole: queries.Whole) -> dict[str, Any]:
    return {
        "whole": whole,
        "chart": drawing.standing(whole),
        "over_time": drawing.over_time(queries.list_progress(request.actor, whole)),
        "changed": queries.list_changed(whole),
        "may_write": may_write(request, whole.review),
        "at": timezone.now(),
    }
