"""The end of a record: put forward by whoever handles it, decided by a second person, and its certificate."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.allegations import forms, operations, queries
from tutela.web.allegations.views import NOBODY_ASKED, read
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.operation import Refused


@require_POST
def put_forward(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the record of an ended matter forward, having looked through it."""
    found = read(request, pk)
    try:
        operations.put_forward(actor=request.actor, at=timezone.now(), pk=pk, version=found.version)
        messages.success(request, _("Put forward. Somebody else decides now."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("allegations:matter", pk=pk)


@form_page
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person, by the receipt alone: destroy it for good, or keep it for a reason."""
    at = timezone.now()
    waiting = queries.get_waiting(request.actor, pk, at)
    form = forms.DecideKeeping(posted(request))
    made: list[Any] = []

    def save(given: dict[str, Any]) -> None:
        made.append(operations.decide_keeping(actor=request.actor, at=at, pk=pk, **given))

    if was_saved(form, save):
        if made[0].is_destroyed:
            messages.success(request, _("Destroyed. This is its certificate."))
            return redirect("allegations:certificate", pk=made[0].pk)
        messages.success(request, _("It is kept."))
        return redirect("home:home")
    may_read = queries.visible_ids(request.actor).filter(pk=waiting.allegation_id).exists()
    context = {
        **NOBODY_ASKED,
        "form": form,
        "waiting": waiting,
        "look_through": reverse("allegations:matter", args=[waiting.allegation_id]) if may_read else "",
        "title": _("Destroy this record for good?"),
        "caption": _("In confidence: %(receipt)s") % {"receipt": waiting.allegation.receipt},
        "save": _("Save the decision"),
        "back": reverse("home:home"),
    }
    return render(request, "allegations/decide_keeping.html", context)


@require_safe
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """That it is gone, when, and by which two."""
    row = queries.get_certificate(request.actor, pk)
    return render(request, "allegations/certificate.html", {**NOBODY_ASKED, "row": row})


@require_safe
def save_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate as a signed text."""
    row = queries.get_certificate(request.actor, pk)
    response = HttpResponse(f"{row.text}\n\n{row.signature}\n", content_type="text/plain; charset=utf-8")
    name = f"destruction-{row.put_forward.allegation.receipt}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
