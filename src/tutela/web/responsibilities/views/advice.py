"""Advice that was asked for how things are done here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.responsibilities import forms, operations, queries
from tutela.web.responsibilities.models import Advice

A_PAGE = 20


@require_safe
def list_advice(request: HttpRequest) -> HttpResponse:
    """Who was asked when, what they said, and what rests on it."""
    page = Paginator(queries.list_advice(request.actor), A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page_obj": page,
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
        "has_decisions": queries.list_recent_decisions(request.actor).exists(),
    }
    return render(request, "responsibilities/advice.html", shown)


@form_page
def ask(request: HttpRequest) -> HttpResponse:
    """Somebody was asked."""
    at = timezone.now()
    form = forms.AskAdvice(posted(request), initial={"on": local_day(request.establishment, at)})

    def save(given: dict[str, Any]) -> None:
        operations.ask_advice(actor=request.actor, at=at, establishment=request.establishment, **given)

    return _asked(request, form, save, title=_("We asked for advice"), caption="")


@form_page
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They answered."""
    row: Advice = get_visible(Advice, request.actor, pk)
    at = timezone.now()
    form = forms.NoteAdvice(posted(request), initial={"on": local_day(request.establishment, at)})

    def save(given: dict[str, Any]) -> None:
        operations.note_advice(actor=request.actor, at=at, pk=pk, **given)

    return _asked(request, form, save, title=_("What they advised"), caption=row.asked_of)


@form_page
def rest_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A decision rests on it."""
    row: Advice = get_visible(Advice, request.actor, pk)
    form = forms.RestOnAdvice(posted(request), decisions=queries.list_recent_decisions(request.actor))

    def save(given: dict[str, Any]) -> None:
        operations.rest_on_advice(actor=request.actor, at=timezone.now(), pk=pk, decision=UUID(given["decision"]))

    return _asked(request, form, save, title=_("A decision rests on it"), caption=row.asked_of)


def _asked(request: HttpRequest, form: Any, save: Any, *, title: str, caption: str) -> HttpResponse:
    if was_saved(form, save):
        messages.success(request, _("Noted."))
        return redirect("responsibilities:advice")
    context = {"form": form, "title": title, "caption": caption, "save": _("Save")}
    return render(request, "core/question.html", context | {"back": reverse("responsibilities:advice")})
