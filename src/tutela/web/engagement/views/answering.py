"""Pages of those who are asked: what is asked of them, the sheet, and what came of earlier ones."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.engagement import operations, queries
from tutela.web.engagement.forms.surveys import Sheet
from tutela.web.engagement.models import Survey
from tutela.web.engagement.shipped.letters import get_pack
from tutela.web.establishments.queries import local_day, terms_of

FACES = ("happy", "middle", "sad")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What this person is asked now, and what came of what people like them said."""
    at = timezone.now()
    on = local_day(request.establishment, at)
    own = queries.get_own(request.actor, on)
    years = queries.list_own_years(request.actor, request.establishment, at)
    shown = {
        "asked": queries.list_asked(request.actor, own),
        "letters": queries.list_my_letters(request.actor, at),
        "packs": [one for one in years if get_pack(one.age_band)],
        "told": queries.list_outcomes_for(request.actor, own),
        "thanks": "thanks" in request.GET,
    }
    return render(request, "engagement/mine.html", shown)


@form_page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet."""
    row: Survey = get_visible(Survey, request.actor, pk)
    if row.state != Survey.State.OPEN:
        return redirect("engagement:mine")
    on = local_day(request.establishment, timezone.now())
    has_answered = queries.has_answered(request.actor, row)
    own = queries.get_own(request.actor, on)
    if not has_answered and not (own and own.is_asked(row)):
        raise Http404
    words = terms_of(request.establishment).fill
    form = Sheet(posted(request), questions=row.list_questions(), words=words)

    def save(_given: dict[str, Any]) -> None:
        operations.answer_survey(actor=request.actor, at=timezone.now(), pk=pk, given=form.answers())

    if was_saved(form, save):
        return redirect(f"{reverse('engagement:mine')}?thanks")
    pictures = row.reading == "pictures"
    shown = {
        "survey": row,
        "form": form,
        "has_answered": has_answered,
        "pictured": _pictured(row, form, words) if pictures else None,
        "back": reverse("engagement:mine"),
    }
    return render(request, "engagement/answer.html", shown)


def _pictured(row: Survey, form: Sheet, words: Callable[[str], str]) -> list[dict[str, Any]]:
    """Each question with three faces, for those who do not read yet; whichever was chosen stays so."""
    return [
        {
            "id": one.id,
            "ask": words(one.ask),
            "choices": [
                (number, words(choice), face, form[one.id].value() == str(number))
                for number, (choice, face) in enumerate(zip(one.choices, FACES, strict=False), 1)
            ],
        }
        for one in row.list_questions()
        if one.kind == "one"
    ]
