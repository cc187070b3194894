"""Reporting what an adult did: advice before anything else, few questions, a receipt, and what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.actions.rules.states import may_own
from tutela.web.allegations import forms, operations, queries, words
from tutela.web.allegations.queries.lists import list_opened_to
from tutela.web.allegations.views import NOBODY_ASKED
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.terms import get_terms


def _place(request: HttpRequest) -> Any:
    if request.establishment is None or request.actor.person_id is None:
        raise Http404
    return request.establishment


@form_page
def start(request: HttpRequest) -> HttpResponse:
    """What to do in danger, whom not to tell, to whom it goes; then what it is."""
    place, at = _place(request), timezone.now()
    form = forms.Kind(posted(request))
    if form.is_bound and form.is_valid():
        kind = form.cleaned_data["reported_as"]
        draft = operations.start_draft(actor=request.actor, at=at, reported_as=kind)
        return redirect("allegations:tell", draft=draft.pk)
    context = {
        **NOBODY_ASKED,
        "form": form,
        "drafts": queries.list_drafts(request.actor, at),
        "goes_to": queries.whom_it_goes_to(place, at=at),
        "outside": queries.get_outside_contact(place, at=at),
        "has_systems": may_own(request.actor),
    }
    return render(request, "allegations/start.html", context)


@form_page
def tell(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The report itself. Whatever is sent from this page is kept first, so a refusal or a pause loses nothing."""
    place, at = _place(request), timezone.now()
    row = queries.get_draft(request.actor, draft, at)
    if row is None:
        queries.get_own_report(request.actor, draft)
        return redirect("allegations:sent", pk=draft)
    kind = row.reported_as
    form = forms.Tell(
        posted(request),
        initial=queries.read_answers(row),
        find=lambda typed: queries.list_staff(request.actor, typed),
        is_self=kind == "self",
        learners=get_terms(place.nation, place.sector, place.phase).learners,
    )
    if set(request.POST) & set(forms.KEPT):
        operations.keep_answers(actor=request.actor, at=at, pk=draft, answers=form.as_typed())
        if "keep" in request.POST:
            return HttpResponse(status=204)
        if "later" in request.POST:
            messages.success(request, _("It is kept for three days, and nobody but you can read it."))
            return redirect("allegations:mine")

    def save(_given: dict[str, Any]) -> None:
        answers = form.answers()
        answers["person_id"] = UUID(answers["person_id"]) if answers["person_id"] else None
        operations.send_draft(actor=request.actor, at=at, pk=draft, answers=answers)

    if was_saved(form, save):
        return redirect("allegations:sent", pk=draft)
    title = _("What happened?") if kind == "self" else _("Tell us what you know")
    context = {
        **NOBODY_ASKED,
        "form": form,
        "title": title,
        "back": reverse("allegations:report"),
        "caption": words.REPORTED_SHORT[kind],
        "save": _("Send this report"),
        "can_come_back": True,
    }
    return render(request, "allegations/tell.html", context)


@require_safe
def sent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt: where it went, what happens now, and what to do where nobody inside may read it."""
    place = _place(request)
    report = queries.get_own_report(request.actor, pk)
    outside = queries.get_outside_contact(place, at=timezone.now(), report=pk)
    context = {**NOBODY_ASKED, "report": report, "outside": outside}
    return render(request, "allegations/sent.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What oneself reported, and what was opened to oneself."""
    _place(request)
    reports = [
        {"report": one, "status": words.STATUSES[one.status], "colour": words.STATUS_COLOURS[one.status]}
        for one in queries.list_own_reports(request.actor)
    ]
    opened = list_opened_to(request.actor)
    drafts = queries.list_drafts(request.actor, timezone.now())
    context = {**NOBODY_ASKED, "reports": reports, "opened": opened, "drafts": drafts}
    return render(request, "allegations/mine.html", context)


@form_page
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add to one's own report."""
    report = queries.get_own_report(request.actor, pk)
    form = forms.Words(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.add_to_report(actor=request.actor, at=timezone.now(), pk=pk, words=given["words"])
        messages.success(request, _("It was added, and whoever looks at it is told."))

    if was_saved(form, save):
        return redirect("allegations:mine")
    back = reverse("allegations:mine")
    context = {**NOBODY_ASKED, "form": form, "back": back, "caption": report.receipt, "save": _("Send")}
    return render(request, "core/question.html", context)


@require_safe
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own words as a letter to the authority outside, for the printer."""
    place, at = _place(request), timezone.now()
    row, name, text = operations.read_own_words(actor=request.actor, at=at, pk=pk)
    context = {"row": row, "name": name, "text": text, "outside": queries.get_outside_contact(place, at=at, report=pk)}
    return render(
        request,
        "allegations/letter.html",
        {**NOBODY_ASKED, **context, "today": at, "back": reverse("allegations:mine")},
    )
