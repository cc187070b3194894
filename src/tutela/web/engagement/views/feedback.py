"""Pages of what readers say: the answer to the question at the foot of a page, the list, and dealing with one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.actor import AnonymousReporter
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.engagement import operations, queries
from tutela.web.engagement.about import About
from tutela.web.engagement.forms.feedback import Clear, DealWith
from tutela.web.engagement.models import Feedback


@form_page
def say(request: HttpRequest, about: str) -> HttpResponse:
    """Whether it was clear, with words or without. Nothing is counted before the form is sent."""
    told = About.read(about)
    if not told.is_for(request.actor):
        raise Http404
    is_outside = getattr(request.actor, "user_id", None) is None
    actor = AnonymousReporter(told.place) if is_outside else request.actor
    form = Clear(posted(request), simple=told.simple, initial={"clear": request.GET.get("clear", "")})

    def save(given: dict[str, Any]) -> None:
        operations.say_whether_clear(actor=actor, at=timezone.now(), about=told, **given)

    if was_saved(form, save):
        thanks = ("&thanks" if "?" in told.back else "?thanks") if is_outside else ""
        return redirect(f"{told.back}{thanks}#was-this-clear")
    shown = {
        "form": form,
        "title": "" if told.simple else _("Say whether this was clear"),
        "caption": told.title,
        "save": _("Send my answer"),
        "simple": told.simple,
        "back": told.back,
        "exit_to": told.exit_to,
    }
    return render(request, "engagement/say_clear.html", shown)


@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    """Everything that readers said and that may be shown, what nobody has dealt with first."""
    said = queries.list_feedback(request.actor)
    shown = {
        "open": [one for one in said if one.is_open],
        "others": [one for one in said if not one.is_open],
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
        "back": reverse("engagement:surveys"),
    }
    return render(request, "engagement/readers.html", shown)


@form_page
def deal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what becomes of what readers said of one version; then back to where it was read."""
    row: Feedback = get_visible(Feedback, request.actor, pk)
    seen = request.GET.get("seen", "")
    form = DealWith(posted(request), may_act=request.actor.may(Permission.ACTION_WRITE))

    def save(given: dict[str, Any]) -> None:
        is_action = given["what"] == "action"
        operations.deal_with_feedback(
            actor=request.actor, at=timezone.now(), pk=pk, words=given["words"], is_action=is_action,
            seen=int(seen) if seen.isdecimal() and len(seen) < 8 else None,
        )  # fmt: skip

    page = row.address if "item" in request.GET else reverse("engagement:readers")
    if was_saved(form, save):
        is_action = form.cleaned_data["what"] == "action"
        done = _("This is an action now. Hand it over to somebody.") if is_action else _("It is noted as dealt with.")
        messages.success(request, done)
        return redirect(page)
    title = _("Deal with what readers said")
    shown = {"form": form, "title": title, "caption": row.title, "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)
