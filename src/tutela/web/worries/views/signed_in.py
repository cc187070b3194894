"""Who is signed in and does not work here tells a worry in words for them: five questions, one for each page.

They are known, and the first page says so and leads to the page without a name. What they send is a concern of theirs,
with its receipt and how it stands for ever.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations as drafts
from tutela.web.concerns import queries as concerns
from tutela.web.concerns import words as concern_words
from tutela.web.concerns.own_words import works_here
from tutela.web.core.context import HARMLESS
from tutela.web.core.forms.pages import form_page
from tutela.web.worries import operations, pages, queries
from tutela.web.worries.forms import FORMS, Meant
from tutela.web.worries.pages import OF_THE_KNOWN, Version
from tutela.web.worries.views import now, posted
from tutela.web.worries.views.telling import ANSWERED_BY, said

View = Callable[..., HttpResponse]
Answers = dict[str, Any]


def not_staff(view: View) -> View:
    """A page for whoever does not work here; staff are led to the form that is theirs, and find no report here."""

    @wraps(view)
    def chosen(request: HttpRequest, **parts: Any) -> HttpResponse:
        is_staff = works_here(request.actor)
        if request.establishment is None or (is_staff and parts):
            raise Http404
        if is_staff:
            return redirect("concerns:report")
        return view(request, **parts)

    return chosen


@form_page
@not_staff
def begin(request: HttpRequest) -> HttpResponse:
    """Whether there is danger; that they are known, and the way without a name. The answer begins the report."""
    at = now()
    _origin, own = queries.get_reporter(request.actor, at)
    is_easy = request.GET.get("words") == pages.EASY_READ
    words = _version(pages.EASY_READ if is_easy else own)
    form = FORMS["danger"](posted(request), asked=words.asked("danger"))
    if request.method == "POST" and form.is_valid():
        answers = _with({"version": words.key}, form.answers())
        draft = drafts.start_draft(actor=request.actor, answers=answers, at=at)
        return redirect(_next(draft.pk, answers))
    waiting = concerns.list_drafts(request.actor, at)
    return _ask(request, words, "danger", form, drafts=waiting, is_easy=is_easy)


@form_page
@not_staff
def question(request: HttpRequest, draft: UUID, question: str) -> HttpResponse:
    """One of the questions; what was answered or half typed before is there again."""
    if question not in OF_THE_KNOWN:
        raise Http404
    at = now()
    answers = _answers(request, draft, at)
    if answers is None:
        return redirect("worries:own-sent", pk=draft)
    words = _version(answers["version"])
    given = {**answers, **answers.get("typed", {}).get(question, {})}
    form = FORMS[question](posted(request), initial=given, asked=words.asked(question))
    if request.method == "POST" and "keep" in request.POST:
        drafts.keep_typed(actor=request.actor, draft_id=draft, question=question, typed=form.partly, at=at)
        return HttpResponse(status=204)
    if request.method == "POST" and form.is_valid():
        answers = _with(answers, form.answers())
        answers.get("typed", {}).pop(question, None)
        drafts.save_answers(actor=request.actor, draft_id=draft, answers=answers, at=at)
        return redirect(_next(draft, answers))
    number = OF_THE_KNOWN.index(question)
    back = _address(draft, OF_THE_KNOWN[number - 1]) if number else reverse("worries:own")
    return _ask(request, words, question, form, answers=answers, back=back)


@form_page
@not_staff
def check(request: HttpRequest, draft: UUID) -> HttpResponse:
    """All answers on one page; sending them makes the concern, once."""
    at = now()
    answers = _answers(request, draft, at)
    if answers is None:
        return redirect("worries:own-sent", pk=draft)
    missing = _first_missing(answers)
    if missing:
        return redirect(_address(draft, missing))
    words = _version(answers["version"])
    mentioned = queries.list_mentioned(request.actor, answers, at)
    form = Meant(posted(request), mentioned=mentioned)
    if request.method == "POST" and form.is_valid():
        answers |= {"mentioned": mentioned, "meant": form.cleaned_data.get("meant", "")}
        origin, _own = queries.get_reporter(request.actor, at)
        operations.send_known(actor=request.actor, draft_id=draft, answers=answers, version=words, origin=origin, at=at)
        return redirect("worries:own-sent", pk=draft)
    rows = [
        {"ask": words.asked(name).ask, "said": said(name, words, answers), "change": _address(draft, name)}
        for name in OF_THE_KNOWN
    ]
    back = _address(draft, OF_THE_KNOWN[-1])
    return _show(request, "worries/own/check.html", words, rows=rows, back=back, form=form)


@require_safe
@not_staff
def sent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt, who was told, and what happens now."""
    report = concerns.get_own_report(request.actor, pk)
    if report is None:
        raise Http404
    at = now()
    _origin, own = queries.get_reporter(request.actor, at)
    is_waiting = report.has_reader and report.status == "received"
    outlook = concerns.get_outlook(request.actor, pk, at) if is_waiting else None
    return _show(request, "worries/own/sent.html", _version(own), report=report, outlook=outlook)


@require_safe
@not_staff
def mine(request: HttpRequest) -> HttpResponse:
    """What one told, for ever, with how it stands and nothing of what is in it."""
    at = now()
    _origin, own = queries.get_reporter(request.actor, at)
    reports = [
        {
            "report": report,
            "status": concern_words.OWN_STATUSES[report.status],
            "colour": concern_words.OWN_STATUS_COLOURS[report.status],
            "hint": concern_words.OWN_STATUS_HINTS[report.status],
        }
        for report in concerns.list_own_reports(request.actor)
    ]
    waiting = concerns.list_drafts(request.actor, at)
    return _show(request, "worries/own/mine.html", _version(own), reports=reports, drafts=waiting)


def _ask(request: HttpRequest, words: Version, question: str, form: Any, **context: Any) -> HttpResponse:
    answers = context.get("answers", {})
    is_in_danger = question != "danger" and answers.get("danger", "no") != "no"
    nation = request.establishment.nation
    shown = {
        "question": question,
        "number": OF_THE_KNOWN.index(question) + 1,
        "of": len(OF_THE_KNOWN),
        "form": form,
        "is_in_danger": is_in_danger,
        "pictures": pages.list_for_pictures(nation) if question == "what" else [],
    }
    return _show(request, "worries/own/question.html", words, **shown, **context)


def _show(request: HttpRequest, template: str, words: Version, **context: Any) -> HttpResponse:
    """A page in the words of its reader, which can be left at once."""
    shown = {
        "version": words,
        "lines": pages.list_lines(words, request.establishment.nation),
        "place": request.establishment,
        "exit_to": HARMLESS,
        # the head of the page says whom people ask, who may be the very person it is about
        "named_contact": None,
    }
    return render(request, template, shown | context)


def _version(key: str) -> Version:
    found = pages.get_version(key)
    if found is None:
        raise Http404
    return found


def _with(answers: Answers, given: Answers) -> Answers:
    """The answers so far; whoever is reminded of an unfinished report is, at once, where somebody may be in danger."""
    together = answers | given
    return together | {"immediate_danger": together.get("danger", "no") != "no"}


def _answers(request: HttpRequest, draft: UUID, at: datetime) -> Answers | None:
    """The answers so far; None when the report was sent already. Nobody else's draft is there (404)."""
    row = concerns.get_draft(request.actor, draft, at)
    if row is not None:
        _origin, own = queries.get_reporter(request.actor, at)
        return {"version": own, **concerns.read_answers(row)}
    if concerns.get_own_report(request.actor, draft):
        return None
    raise Http404


def _first_missing(answers: Answers) -> str | None:
    return next((name for name in OF_THE_KNOWN if ANSWERED_BY[name] not in answers), None)


def _next(draft: UUID, answers: Answers) -> str:
    missing = _first_missing(answers)
    return _address(draft, missing) if missing else reverse("worries:own-check", kwargs={"draft": draft})


def _address(draft: UUID, question: str) -> str:
    return reverse("worries:own-question", kwargs={"draft": draft, "question": question})
