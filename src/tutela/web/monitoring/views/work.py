"""Work on an alert before it is decided: notes, handing over, taking, looking further back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.forms.pages import form_page, posted
from tutela.web.core.rows import get_visible
from tutela.web.monitoring import forms, operations, queries, words
from tutela.web.monitoring.models import Alert


@form_page
def add_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a note on an alert, before or after its decision."""
    alert = get_visible(Alert, request.actor, pk)
    form = forms.AddNote(posted(request))
    if not (form.is_bound and form.is_valid()):
        return ask(request, alert, form, _("Add a note"), _("Save note"))
    operations.add_note(actor=request.actor, at=timezone.now(), pk=pk, **form.cleaned_data)
    messages.success(request, _("The note was added."))
    return redirect("monitoring:alert", pk=pk)


@form_page
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an alert to somebody else who may review it, with the reason."""
    alert, at = get_visible(Alert, request.actor, pk), timezone.now()
    people = operations.list_receivers(alert, request.actor, at=at)
    if not people:
        messages.warning(request, _("Nobody else who is here now may look at this alert."))
        return redirect("monitoring:alert", pk=pk)
    form = forms.HandOver(
        posted(request),
        people=[(str(person.pk), person.full_name) for person in people],
    )
    if not (form.is_bound and form.is_valid()):
        return ask(request, alert, form, _("Hand over this alert"), _("Hand over"))
    try:
        operations.hand_over(
            actor=request.actor, at=at, pk=pk, to=UUID(form.cleaned_data["to"]), reason=form.cleaned_data["reason"]
        )
    except operations.AlreadyDecided as earlier:
        messages.warning(request, _("%(name)s has decided about this alert already.") % {"name": earlier})
    except operations.CannotHandOver:  # it went there a moment ago, or they may not look at it any more
        messages.warning(request, _("Nothing was handed over: look at who has the alert now."))
    else:
        messages.success(request, _("The alert was handed over. It stays unread until they have opened it."))
    return redirect("monitoring:alert", pk=pk)


@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an alert, or take it back."""
    try:
        operations.take(actor=request.actor, at=timezone.now(), pk=pk)
    except operations.AlreadyDecided as earlier:
        messages.warning(request, _("%(name)s has decided about this alert already.") % {"name": earlier})
    except operations.CannotHandOver:
        raise Http404 from None
    else:
        messages.success(request, _("The alert is with you now."))
    return redirect("monitoring:alert", pk=pk)


@form_page
def look_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what one needs to know of the time before, and what for."""
    alert = get_visible(Alert, request.actor, pk)
    form = forms.LookBack(posted(request))
    if not (form.is_bound and form.is_valid()):
        return ask(request, alert, form, _("Look further back"), _("Look"))
    row = operations.look_back(actor=request.actor, at=timezone.now(), pk=pk, **form.cleaned_data)
    return redirect("monitoring:look-up", pk=row.pk)


@require_safe
def show_look_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was searched for and blocked before an alert, to whoever said why and to nobody else."""
    look_up = operations.open_look_up(actor=request.actor, at=timezone.now(), pk=pk)
    if look_up is None:
        raise Http404
    context = {
        "alert": look_up.alert,
        "who": queries.who_is(look_up.alert),
        "days": look_up.days,
        "history": queries.read_history(look_up),
        "back": reverse("monitoring:alert", args=[look_up.alert_id]),
    }
    return render(request, "monitoring/look_up.html", context)


def ask(request: HttpRequest, alert: Alert, form: Any, title: str, save: str) -> HttpResponse:
    """Ask about an alert. The page says whom it is about, so it is a reading as well."""
    operations.read_alert(actor=request.actor, at=timezone.now(), pk=alert.pk)
    context = {
        "form": form,
        "title": title,
        "caption": f"{queries.who_is(alert)} · {words.theme_title(alert.theme)}",
        "save": save,
        "back": reverse("monitoring:alert", args=[alert.pk]),
    }
    return render(request, "core/question.html", context)
