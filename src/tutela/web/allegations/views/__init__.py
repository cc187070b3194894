"""The pages of the vault, and of reporting into it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from tutela.web.allegations import queries
from tutela.web.allegations.queries.matter import MatterRead
from tutela.web.allegations.shipped import Officer, get_officer
from tutela.web.core.forms import Form
from tutela.web.core.forms.pages import was_saved
from tutela.web.core.terms import Terms, get_terms

NOBODY_ASKED = {"named_contact": None}
"""The head of each page says whom people ask about a worry, who may be the very person a report is about."""


def read(request: HttpRequest, pk: UUID) -> MatterRead:
    """The matter, if whoever asks may read it; else the 404 of one that is not there."""
    found: MatterRead = queries.read_matter(actor=request.actor, at=timezone.now(), pk=pk)
    return found


def terms_of(request: HttpRequest) -> Terms:
    """How people are called where the request comes from."""
    place = request.establishment
    return get_terms(place.nation, place.sector, place.phase)


def officer_of(request: HttpRequest) -> Officer | None:
    """Whom the authority of that nation has for matters about adults."""
    return get_officer(request.establishment.nation, terms_of(request))


def ask(
    request: HttpRequest,
    found: MatterRead,
    form: Form,
    save: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    words_of_button: str,
    **context: Any,
) -> HttpResponse:
    """One page with a form about a matter; back to the matter when it was saved."""
    back = reverse("allegations:matter", args=[found.row.pk])
    if was_saved(form, save):
        return redirect(back)
    names = ", ".join(found.names)
    page = {
        **NOBODY_ASKED,
        "form": form,
        "back": back,
        "title": title,
        "save": words_of_button,
        "caption": names,
        **context,
    }
    return render(request, context.get("template", "core/question.html"), page)
