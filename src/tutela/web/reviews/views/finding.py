"""What the pages of a review share: the review, who asks, and in which language its framework is read."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from tutela.web.core.permissions import Permission
from tutela.web.reviews import pinning, queries
from tutela.web.reviews.models import Review
from tutela.web.reviews.queries import Place, Whole

LANGUAGE = "framework-language"
MOST_REMEMBERED = 20


def get_whole(request: HttpRequest, pk: UUID) -> Whole:
    """The whole review, or 404."""
    review = queries.get_review(request.actor, pk, "completed_by", "follows__framework")
    return queries.read_review(request.actor, review, timezone.now(), language=language_of(request, review))


def get_place(request: HttpRequest, pk: UUID, number: int) -> Place:
    """Where one statement of a review stands, or 404."""
    review = queries.get_review(request.actor, pk)
    found = queries.find_place(review, number, language=language_of(request, review))
    if found is None:
        raise Http404
    return found


def language_of(request: HttpRequest, review: Review) -> str:
    """The language that this browser chose for this framework; "" for the one it is written in."""
    known = request.session.get(LANGUAGE, {})
    asked = request.GET.get("language")
    if asked is not None and asked in pinning.languages_of(review):
        others = {key: one for key, one in known.items() if key != str(review.pk)}
        request.session[LANGUAGE] = dict(list(others.items())[-MOST_REMEMBERED:]) | {str(review.pk): asked}
        return asked
    return str(known.get(str(review.pk), ""))


def list_language_links(request: HttpRequest, review: Review) -> list[dict[str, Any]]:
    """The languages a framework can be read in, for the page; empty where there is one only."""
    languages = pinning.languages_of(review)
    if len(languages) == 1:
        return []
    current = language_of(request, review) or languages[0]
    page = reverse("reviews:review", args=[review.pk])
    return [
        {"code": code, "name": code.upper(), "href": f"{page}?language={code}", "current": code == current}
        for code in languages
    ]


def may_write(request: HttpRequest, review: Review) -> bool:
    """Whether this person answers here now."""
    return request.actor.may(Permission.REVIEW_WRITE) and review.completed_at is None


def get_person(request: HttpRequest) -> UUID:
    """Who asks; 404 for an account that belongs to nobody."""
    person_id: UUID | None = request.actor.person_id
    if person_id is None:
        raise Http404
    return person_id


def to_uuid(text: str) -> UUID | None:
    """The key that was posted; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
