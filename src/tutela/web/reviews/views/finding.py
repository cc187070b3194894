"""What the pages of a review share: the review, who asks, and in which language its framework is read."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.reviews import pinning, queries
from tutela.web.reviews.frameworks.translated import list_languages
from tutela.web.reviews.models import Review
from tutela.web.reviews.queries import Single, Whole

LANGUAGE = "framework-language"
MOST_REMEMBERED = 20


def get_whole(request: HttpRequest, pk: UUID) -> Whole:
    """The whole review, or 404."""
    review = get_visible(Review, request.actor, pk)
    return queries.read_review(request.actor, review, timezone.now(), language=language_of(request, review))


def get_single(request: HttpRequest, pk: UUID, number: int) -> Single:
    """One statement of a review, or 404."""
    review = get_visible(Review, request.actor, pk)
    found = queries.read_statement(request.actor, review, number, timezone.now(), language=language_of(request, review))
    if found is None:
        raise Http404
    return found


def language_of(request: HttpRequest, review: Review) -> str:
    """The language that this browser chose for this framework; "" for the one it is written in."""
    known = request.session.get(LANGUAGE, {})
    asked = request.GET.get("language")
    if asked is not None and asked in list_languages(pinning.of(review)):
        others = {key: one for key, one in known.items() if key != str(review.pk)}
        request.session[LANGUAGE] = dict(list(others.items())[-MOST_REMEMBERED:]) | {str(review.pk): asked}
        return asked
    return str(known.get(str(review.pk), ""))


def list_language_links(request: HttpRequest, review: Review) -> list[dict[str, Any]]:
    """The languages a framework can be read in, for the page; empty where there is one only."""
    languages = list_languages(pinning.of(review))
    current = language_of(request, review) or pinning.of(review).language
    page = reverse("reviews:review", args=[review.pk])
    links = [
        {"code": code, "name": code.upper(), "href": f"{page}?language={code}", "current": code == current}
        for code in languages
    ]
    return links if len(links) > 1 else []


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
