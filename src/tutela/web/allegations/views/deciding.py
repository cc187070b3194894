"""Deciding: the threshold, that the officer was told, the outcome, and opening it again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.allegations import forms, operations
from tutela.web.allegations.views import ask, officer_of, read
from tutela.web.core.forms.pages import form_page, posted


@form_page
def threshold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the harm threshold may be met; all that was reported about the same adult stands beside it."""
    found = read(request, pk)
    form = forms.Decide(posted(request), initial={"version": found.version})

    def save(given: dict[str, Any]) -> None:
        operations.decide_threshold(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return ask(
        request, found, form, save, title=_("Is the harm threshold met?"), words_of_button=_("Save the decision"),
        template="allegations/threshold.html", matter=found, officer=officer_of(request),
    )  # fmt: skip


@form_page
def officer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The officer was told, or asked for advice."""
    found = read(request, pk)
    form = forms.Officer(
        posted(request), label=_("What did you tell them, and what did they say?"), initial={"version": found.version}
    )

    def save(given: dict[str, Any]) -> None:
        operations.note_officer(
            actor=request.actor, at=timezone.now(), pk=pk, version=given["version"],
            told_at=forms.moment(given), officer=given["officer"], words=given["words"],
        )  # fmt: skip

    return ask(
        request, found, form, save, title=_("The designated officer was told"), words_of_button=_("Save"),
        template="allegations/officer.html", officer=officer_of(request),
    )  # fmt: skip


@form_page
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The outcome."""
    found = read(request, pk)
    if not found.decision:
        return redirect("allegations:threshold", pk=pk)
    form = forms.End(posted(request), track=found.decision, initial={"version": found.version})

    def save(given: dict[str, Any]) -> None:
        operations.end_matter(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return ask(request, found, form, save, title=_("What is the outcome?"), words_of_button=_("Save the outcome"))


@form_page
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open an ended matter again."""
    found = read(request, pk)
    form = forms.Versioned(posted(request), label=_("Why is it opened again?"), initial={"version": found.version})

    def save(given: dict[str, Any]) -> None:
        operations.reopen(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return ask(request, found, form, save, title=_("Open it again"), words_of_button=_("Open it again"))
