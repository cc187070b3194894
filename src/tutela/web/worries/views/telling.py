"""Telling a worry: where one begins, six questions, one for each page, and all answers before they go."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tutela.web.core.context import HARMLESS
from tutela.web.establishments import queries as establishments
from tutela.web.worries import operations, pages, queries
from tutela.web.worries.forms import FORMS, Meant, Question
from tutela.web.worries.operations.sending import NothingToSend
from tutela.web.worries.operations.unfinished import State
from tutela.web.worries.pages import QUESTIONS, Version
from tutela.web.worries.views import get_kept, give_cookie, is_busy, now, outside, posted, show, take_cookie

form_page = require_http_methods(["GET", "HEAD", "POST"])
CHANGE = "change"
"""In the address of the first question: to change its answer, not to begin anew."""
ANSWERED_BY = {"danger": "danger", "what": "what", "who": "who", "by": "by", "place": "place", "name": "named"}


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Which establishment; where there is one alone, straight to it."""
    found = list(establishments.list_establishments())
    if len(found) == 1:
        return redirect("worries:place", place=found[0].slug)
    return render(request, "worries/places.html", {"places": found, "exit_to": HARMLESS})


@require_safe
@outside
def place(request: HttpRequest) -> HttpResponse:
    """What to do first when somebody is in danger; then for whom the page is, and the way back for six words."""
    versions = pages.list_versions()
    lines = pages.list_lines(versions[2], request.establishment.nation)
    kept = get_kept(request, now())
    goes_on = _next(request, kept.state) if kept and "answers" in kept.state else ""
    return show(request, "worries/place.html", versions=versions, lines=lines, goes_on=goes_on)


@form_page
@outside
def question(request: HttpRequest, version: str, question: str = "danger") -> HttpResponse:
    """One of the questions. What was answered or half typed before is there again; nothing sent is ever lost."""
    words = _version(version)
    if question not in FORMS:
        raise Http404
    # who chooses a version begins anew: on a shared tablet the one before may not have finished
    is_new = question == QUESTIONS[0] and CHANGE not in request.GET
    kept = None if is_new else get_kept(request, now())
    state = _state(kept.state if kept else {}, words)
    form = _form(request, question, words, state)
    if request.method == "POST" and "keep" in request.POST:
        return _keep_typed(request, kept, state, question, form)
    if request.method == "POST" and form.is_valid() and not is_busy(request, form):
        state["answers"] |= form.answers()
        state["typed"].pop(question, None)
        return _go_on(request, kept.token if kept else "", state, _next(request, state))
    first = words if question == "danger" or state["answers"].get("danger", "no") != "no" else None
    context = {
        "version": words,
        "question": question,
        "number": QUESTIONS.index(question) + 1,
        "of": len(QUESTIONS),
        "form": form,
        "is_in_danger": question != "danger" and first is not None,
        "lines": pages.list_lines(words, request.establishment.nation) if first else [],
        "pictures": pages.list_for_pictures(request.establishment.nation) if question == "what" else [],
        "back": _back(request, version, question),
    }
    return show(request, "worries/question.html", **context)


@form_page
@outside
def check(request: HttpRequest, version: str) -> HttpResponse:
    """All answers on one page; sending them makes the concern, once."""
    words = _version(version)
    kept = get_kept(request, now())
    if kept is None:
        return _redirect(request, "place")
    if "words" in kept.state:
        return _redirect(request, "words")
    state = _state(kept.state, words)
    missing = _first_missing(state)
    if missing:
        return redirect(_address(request, version, missing))
    mentioned = queries.list_mentioned(request.actor, state["answers"], now())
    form = Meant(posted(request), mentioned=mentioned)
    if request.method == "POST" and form.is_valid() and not is_busy(request, form):
        state["answers"] |= {"mentioned": mentioned, "meant": form.cleaned_data.get("meant", "")}
        try:
            operations.send(actor=request.actor, token=kept.token, state=state, version=words, at=now())
        except NothingToSend:
            return _redirect(request, "place")
        return give_cookie(_redirect(request, "words"), kept.token)
    rows = [
        {
            "ask": words.asked(name).ask,
            "said": said(name, words, state["answers"]),
            "change": _address(request, version, name),
        }
        for name in QUESTIONS
    ]
    back = _address(request, version, QUESTIONS[-1])
    context = {"version": words, "rows": rows, "back": back, "form": form}
    return show(request, "worries/check.html", **context)


@require_safe
@outside
def leave(request: HttpRequest) -> HttpResponse:
    """Out at once: the browser forgets what it had open, and shows the weather."""
    return take_cookie(redirect(HARMLESS))


class _Quiet:
    """Stands where a form would take the message."""

    def add_error(self, *_: object) -> None:
        """Nothing: the page says it."""


def _version(key: str) -> Version:
    found = pages.get_version(key)
    if found is None:
        raise Http404
    return found


def _state(state: State, version: Version) -> State:
    """What is there to go on with. A conversation that is open in this browser is not mixed with a new worry."""
    return {
        "version": version.key,
        "answers": dict(state.get("answers", {})),
        "typed": dict(state.get("typed", {})),
    }


def _form(request: HttpRequest, question: str, words: Version, state: State) -> Question:
    given = {**state["answers"], **state["typed"].get(question, {})}
    return FORMS[question](posted(request), initial=given, asked=words.asked(question))


def _keep_typed(request: HttpRequest, kept: Any, state: State, question: str, form: Question) -> HttpResponse:
    """Half an answer, sent by the script while somebody writes."""
    if not is_busy(request, _Quiet()):
        state["typed"][question] = form.partly
        return _go_on(request, kept.token if kept else "", state, "")
    return HttpResponse(status=204)


def _go_on(request: HttpRequest, token: str, state: State, to: str) -> HttpResponse:
    """Keep the state; where the hour is over meanwhile it is begun anew, with all that is still there."""
    if not token or not operations.keep(actor=request.actor, token=token, state=state, at=now()):
        token = operations.begin(actor=request.actor, state=state, at=now()).token
    return give_cookie(redirect(to) if to else HttpResponse(status=204), token)


def _first_missing(state: State) -> str | None:
    return next((name for name in QUESTIONS if ANSWERED_BY[name] not in state["answers"]), None)


def _next(request: HttpRequest, state: State) -> str:
    return _address(request, state["version"], _first_missing(state) or "check")


def _back(request: HttpRequest, version: str, question: str) -> str:
    number = QUESTIONS.index(question)
    if number == 0:
        return reverse("worries:place", kwargs={"place": request.establishment.slug})
    return _address(request, version, QUESTIONS[number - 1])


def _address(request: HttpRequest, version: str, question: str) -> str:
    parts = {"place": request.establishment.slug, "version": version}
    if question == QUESTIONS[0]:
        return f"{reverse('worries:begin', kwargs=parts)}?{CHANGE}=1"
    if question == "check":
        return reverse("worries:check", kwargs=parts)
    return reverse("worries:question", kwargs={**parts, "question": question})


def _redirect(request: HttpRequest, name: str) -> HttpResponse:
    return redirect(f"worries:{name}", place=request.establishment.slug)


def said(question: str, words: Version, answers: dict[str, Any]) -> str:
    """An answer in the words in which it was given."""
    asked = words.asked(question)
    chosen = asked.answers.get(answers.get(ANSWERED_BY[question], ""), "")
    written = {
        "what": ["what"],
        "who": ["names"] if answers.get("who") == "other" else [],
        "by": ["by"],
        "place": ["where"],
        "name": ["own_name"],
    }.get(question, [])
    parts = [chosen if question not in ("what", "by") else "", *(answers.get(name, "") for name in written)]
    return ": ".join(part for part in parts if part) or _("Nothing written")
