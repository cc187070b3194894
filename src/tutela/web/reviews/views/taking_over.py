"""Answer once: what was answered in another framework is proposed here, and counts when a person confirms it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tutela.web.reviews import pinning, queries
from tutela.web.reviews.frameworks.model import levels_of
from tutela.web.reviews.views.finding import language_of


@require_safe
def list_proposed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every statement that could be answered by what was answered elsewhere, with where it comes from."""
    review = queries.get_review(request.actor, pk)
    framework = pinning.of(review, language_of(request, review))
    rows = []
    for number, part, like, source in queries.list_open_likenesses(request.actor, review):
        values = [level.level for level in levels_of(framework, part)]
        place = values.index(like.level)
        level = levels_of(framework, part)[place]
        rows.append({"number": number, "part": part, "like": like, "source": source, "place": place, "level": level})
    shown = {"review": review, "framework": framework, "rows": rows, "back": reverse("reviews:review", args=[pk])}
    return render(request, "reviews/proposed.html", shown)
