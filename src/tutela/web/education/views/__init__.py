"""The pages of education."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tutela.web.actions.rules.states import may_own
from tutela.web.core.forms.pages import posted, was_saved
from tutela.web.education.forms.training import Strike


def ask_why_struck(request: HttpRequest, strike: Callable[[str], Any], *, caption: str, page: str) -> HttpResponse:
    """Ask what was wrong with an entry, and strike it for that reason; then back to its page."""
    form = Strike(posted(request))
    if was_saved(form, lambda given: strike(given["reason"])):
        messages.success(request, _("It is struck, and counts for nothing."))
        return redirect(page)
    shown = {"form": form, "caption": caption, "save": _("Strike it"), "back": page}
    return render(request, "core/question.html", shown)


def only_who_works_here(request: HttpRequest) -> None:
    """Raises Http404 for learners, parents and visitors."""
    if not may_own(request.actor):
        raise Http404
