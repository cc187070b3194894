"""Whom to turn to outside, which everybody may read; and figures without names."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.allegations import forms, operations, queries
from tutela.web.allegations.views import NOBODY_ASKED
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Whom to turn to when nobody inside may handle it, and who noted that."""
    if request.establishment is None:
        raise Http404
    context = {
        **NOBODY_ASKED,
        "outside": queries.get_outside_contact(request.establishment, at=timezone.now()),
        "noted": queries.list_outside_contacts(request.establishment),
        "may_note": request.actor.may(Permission.ESTABLISHMENT_MANAGE),
    }
    return render(request, "allegations/outside.html", context)


@form_page
def note(request: HttpRequest) -> HttpResponse:
    """Note whom people turn to."""
    form = forms.Outside(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.note_outside_contact(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, **given
        )
        messages.success(request, _("It is noted, and everybody who reports sees it."))

    if was_saved(form, save):
        return redirect("allegations:outside")
    context = {
        **NOBODY_ASKED,
        "form": form,
        "back": reverse("allegations:outside"),
        "title": _("Whom do people turn to outside?"),
        "intro": _(
            "Somebody who can act when it is about the chair, or nobody inside may read it. Telephone them first."
        ),
        "save": _("Save"),
    }
    return render(request, "core/question.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How many there were in finished school years, where that tells of nobody."""
    if request.establishment is None:
        raise Http404
    years = queries.count_for_figures(request.actor, request.establishment, at=timezone.now())
    return render(request, "allegations/figures.html", {**NOBODY_ASKED, "years": years})
