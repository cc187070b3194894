"""What being safe online is for here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.responsibilities import forms, operations, queries


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The words for everybody; for those who review also the figures that show whether they come true."""
    visions = list(queries.list_visions(request.actor, request.establishment))
    now, reads = visions[0] if visions else None, request.actor.may(Permission.REVIEW_READ)
    context = {
        "vision": now,
        "earlier": visions[1:] if reads else [],
        "measures": queries.list_measures(request.actor, now, at=timezone.now()) if now and reads else [],
        "reads": reads,
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
        "back": reverse("responsibilities:journey" if reads else "responsibilities:expected"),
    }
    return render(request, "responsibilities/vision.html", context)


@form_page
def adopt(request: HttpRequest) -> HttpResponse:
    """The words are approved, the first or better ones."""
    last = queries.list_visions(request.actor, request.establishment).first()
    initial: dict[str, Any] = {"follows": last.number if last else 0, "text": last.text if last else ""}
    initial |= {f"measure_{number}": kind for number, kind in enumerate(last.measures if last else [], start=1)}
    form = forms.AdoptVision(posted(request), initial=initial)

    def save(given: dict[str, Any]) -> None:
        operations.adopt_vision(actor=request.actor, at=timezone.now(), establishment=request.establishment, **given)

    if was_saved(form, save):
        messages.success(request, _("The vision is kept. The first of the seven steps knows of it."))
        return redirect("responsibilities:vision")
    context = {"form": form, "title": _("Our vision"), "save": _("Save")}
    return render(request, "core/question.html", context | {"back": reverse("responsibilities:vision")})
