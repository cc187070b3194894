"""Advice from outside: what was asked and what came back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.concerns import queries as concerns
from tutela.web.referrals import operations, queries
from tutela.web.referrals.forms import advice as ask
from tutela.web.referrals.forms import moment_of
from tutela.web.referrals.views import form_page, posted, today, was_saved


@form_page
def ask_advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A question to a body outside, without names."""
    case = concerns.get_case(request.actor, pk)
    form = ask.Ask(posted(request), initial={"on": today(request)})

    def save(answers: dict[str, Any]) -> None:
        now = timezone.now()
        read = concerns.read_case(actor=request.actor, case_id=pk, today=today(request), at=now)
        operations.ask_advice(
            actor=request.actor,
            case_id=pk,
            body=answers["body"],
            question=answers["question"],
            names=[*(one.name for one in read.people), *read.mistaken],
            why_named=answers["why_named"],
            asked_at=moment_of(answers["on"], answers["clock"], now),
            at=now,
        )

    if was_saved(form, save):
        messages.success(request, _("Noted, here and on the chronology. Add the answer when it comes."))
        return redirect("referrals:of-case", pk=pk)
    context = {
        "form": form,
        "title": _("Advice that you asked for"),
        "caption": _("Case %(number)d") % {"number": case.number},
        "save": _("Save"),
        "back": reverse("referrals:of-case", args=[pk]),
    }
    return render(request, "core/question.html", context)


@form_page
def answer_advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What they said."""
    read = queries.read_advice(actor=request.actor, advice_id=pk, at=timezone.now())
    form = ask.Answer(posted(request), initial={"on": today(request)})

    def save(answers: dict[str, Any]) -> None:
        now = timezone.now()
        operations.answer_advice(
            actor=request.actor,
            advice_id=pk,
            text=answers["text"],
            answered_at=moment_of(answers["on"], answers["clock"], now),
            at=now,
        )

    if was_saved(form, save):
        messages.success(request, _("Noted, here and on the chronology."))
        return redirect("referrals:of-case", pk=read.case_id)
    context = {
        "form": form,
        "title": _("Advice that came back"),
        "caption": read.body,
        "intro": read.question,
        "save": _("Save"),
        "back": reverse("referrals:of-case", args=[read.case_id]),
    }
    return render(request, "core/question.html", context)
