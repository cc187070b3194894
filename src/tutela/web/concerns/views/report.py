"""Reporting a concern: six questions, one for each page, kept on the server as one goes; and one's own reports.

This is the form for those who work here. Learners and families are led to pages in their own words.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations, queries, words
from tutela.web.concerns.confidence import get_vault
from tutela.web.concerns.forms import report as ask
from tutela.web.concerns.operations.drafts import people_of
from tutela.web.concerns.own_words import of_staff
from tutela.web.concerns.views import form_page, is_number, posted
from tutela.web.core.context import list_beside
from tutela.web.core.permissions import Permission
from tutela.web.core.terms import get_terms
from tutela.web.establishments import queries as establishments

FORMS: dict[str, Any] = {
    "danger": ask.Danger,
    "told": ask.Told,
    "what": ask.What,
    "done": ask.Done,
    "when": ask.When,
    "kind": ask.Kind,
}
ANSWERED_BY = {
    "danger": "danger",
    "people": "people_asked",
    "told": "told_in_person",
    "what": "what_happened",
    "done": "action_taken",
    "when": "place",
    "kind": "theme",
}
"""The questions in their order, each with the answer that says that it was asked."""
QUESTIONS = tuple(ANSWERED_BY)
OF_PARTNERS = "done"
OF_THE_TEAM = "told"
"""Whether the team was told: asked once it is known whom it is about, and not where an adult of the place may be."""
CERTAIN, POSSIBLE = "certain", "possible"
PARTNER = "partner-tutor"


@form_page
@of_staff("report")
def start(request: HttpRequest) -> HttpResponse:
    """What to do first when somebody is in danger; then the first question. Its answer begins the report."""
    at = timezone.now()
    form = ask.Danger(posted(request))
    begun = {"is_partner": PARTNER in request.actor.roles}
    if request.method == "POST" and form.is_valid():
        answers = {**form.answers(), **begun}
        draft = operations.start_draft(actor=request.actor, answers=answers, at=at)
        return redirect(next_address(draft.pk, answers))
    drafts = queries.list_drafts(request.actor, at)
    hours = queries.get_hours(request.establishment, at)
    beside = list_beside(request.actor, "concerns:report")
    shown = {"drafts": drafts, "hours": hours, "beside": beside, "about_adult_url": get_vault().report_address()}
    # whom people ask may be whom it is about, and that is not known yet
    context = {"form": form, **shown, **begun, **_step("danger", begun), "named_contact": None}
    return render(request, "concerns/report/danger.html", context)


@form_page
@of_staff("check")
def question(request: HttpRequest, draft: UUID, question: str) -> HttpResponse:
    """One of the questions; what was answered or half typed before is there again."""
    if question not in FORMS:
        raise Http404
    at = timezone.now()
    answers = _answers(request, draft, at)
    if answers is None:
        return redirect("concerns:sent", pk=draft)
    if question not in _questions(answers):
        raise Http404
    form = _form(request, question, answers)
    if request.method == "POST" and "keep" in request.POST:
        operations.keep_typed(actor=request.actor, draft_id=draft, question=question, typed=form.as_typed(), at=at)
        return HttpResponse(status=204)
    if request.method == "POST" and form.is_valid():
        answers |= form.answers()
        answers.get("typed", {}).pop(question, None)
        operations.save_answers(actor=request.actor, draft_id=draft, answers=answers, at=at)
        return redirect(next_address(draft, answers))
    return render(
        request,
        f"concerns/report/{question}.html",
        {
            "form": form,
            "answers": answers,
            "back": _back(draft, question, answers),
            **_step(question, answers),
            **_nobody_asked(answers),
        },
    )


@form_page
@of_staff("check")
def people(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Who it is about: found by three letters or named, as many as there are; no name is put into an address."""
    at = timezone.now()
    answers = _answers(request, draft, at)
    if answers is None:
        return redirect("concerns:sent", pk=draft)
    typed = answers.get("looking_for", "")
    may_search = request.actor.may(Permission.PERSON_CHOOSE)
    find, choose = ask.Find(may_search=may_search), None
    if typed:
        sent = request.POST if "add" in request.POST else None
        choose = ask.Choose(sent, people=list_choices(request, typed, at), typed=typed)
    if request.method == "POST":
        find = ask.Find(request.POST, may_search=may_search) if "find" in request.POST else find
        if _take_in(request, answers, find, choose):
            answers["adult"] = _adult_in(request, draft, answers)
            operations.save_answers(actor=request.actor, draft_id=draft, answers=answers, at=at)
            on = "next" in request.POST
            return redirect(next_address(draft, answers) if on else reverse("concerns:people", kwargs={"draft": draft}))
    chosen = [{**person, "part": words.ROLES[person["role"]]} for person in answers.get("people", [])]
    shown = {
        "find": find,
        "choose": choose,
        "people": chosen,
        "answers": answers,
        **_apart(request, draft, answers),
        "named_contact": None,
    }
    form = choose if choose and choose.is_bound else find
    return render(
        request,
        "concerns/report/people.html",
        {"form": form, **shown, "back": _back(draft, "people", answers), **_step("people", answers)},
    )


@form_page
@of_staff("check")
def check(request: HttpRequest, draft: UUID) -> HttpResponse:
    """All answers on one page; sending them makes the concern, once."""
    at = timezone.now()
    answers = _answers(request, draft, at)
    if answers is None:
        return redirect("concerns:sent", pk=draft)
    missing = _first_missing(answers)
    if missing:
        return redirect(_address(draft, missing))
    if request.method == "POST":
        try:
            operations.send_draft(actor=request.actor, draft_id=draft, answers=answers, at=at)
        except operations.UnknownPerson:
            return redirect(_address(draft, "people"))
        return redirect("concerns:sent", pk=draft)
    happened_at = answers.get("happened_at")
    shown = {
        "draft": draft,
        "was_asked_if_told": OF_THE_TEAM in _questions(answers),
        "answers": answers,
        "people": [{**person, "part": words.ROLES[person["role"]]} for person in answers.get("people", [])],
        "happened_at": as_people_say(datetime.fromisoformat(happened_at)) if happened_at else None,
        "place": words.PLACES[answers["place"]],
        "theme": words.theme(answers["theme"]),
        "back": _address(draft, "kind"),
    }
    return render(request, "concerns/report/check.html", shown | _apart(request, draft, answers))


@require_safe
@of_staff("sent")
def sent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt; who looks at it and when, while nobody has; what to do until then."""
    report = queries.get_own_report(request.actor, pk)
    if report is None:
        raise Http404
    is_waiting = report.has_reader and report.status == "received"
    outlook = queries.get_outlook(request.actor, pk, timezone.now()) if is_waiting else None
    shown = {"report": report, "outlook": outlook}
    apart = _nobody_asked({"adult": CERTAIN if report.in_confidence else ""})
    return render(request, "concerns/report/sent.html", shown | apart)


@require_safe
@of_staff("mine")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own reports, for ever, with how they stand and nothing of what is in them."""
    reports = [
        {
            "report": report,
            "status": words.OWN_STATUSES[report.status],
            "colour": words.OWN_STATUS_COLOURS[report.status],
            "hint": words.OWN_STATUS_HINTS[report.status],
        }
        for report in queries.list_own_reports(request.actor)
    ]
    drafts = queries.list_drafts(request.actor, timezone.now())
    return render(request, "concerns/report/mine.html", {"reports": reports, "drafts": drafts})


@form_page
def add_to_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something that was forgotten, or was wrong."""
    report = queries.get_own_report(request.actor, pk)
    if report is None:
        raise Http404
    if not report.is_kept:
        return render(request, "concerns/report/gone.html", {"report": report, "back": reverse("concerns:mine")})
    form = ask.Addition(posted(request))
    if request.method == "POST" and form.is_valid():
        operations.add_to_own_report(
            actor=request.actor, concern_id=pk, words=form.cleaned_data["text"], at=timezone.now()
        )
        return redirect("concerns:mine")
    context = {"form": form, "back": reverse("concerns:mine"), "caption": report.receipt, "save": _("Send")}
    return render(request, "core/question.html", context)


def list_choices(request: HttpRequest, typed: str, at: datetime) -> list[tuple[str, str]]:
    """The people whom these words find, as (key, name and group); none for whoever may not choose from the list."""
    today = establishments.local_day(request.establishment, at)
    found = []
    for person in establishments.search_people(request.actor, typed):
        if person.pk == request.actor.person_id and not request.actor.may(Permission.PERSON_CHOOSE):
            continue
        group = establishments.get_group_of(person, on=today)
        found.append((str(person.pk), f"{person.full_name} – {group or person.get_kind_display()}"))
    return found


def as_people_say(at: datetime) -> Any:
    """A moment, or only its day where the time of day was not known: such a moment is its local midnight."""
    local = timezone.localtime(at)
    return local.date() if (local.hour, local.minute, local.second) == (0, 0, 0) else at


def _nobody_asked(answers: dict[str, Any]) -> dict[str, Any]:
    """The head of each page says whom people ask, who may be the very adult a report is about."""
    return {"named_contact": None} if answers.get("adult") else {}


def _adult_in(request: HttpRequest, draft: UUID, answers: dict[str, Any]) -> str:
    """Whether whoever may have caused harm works here (`CERTAIN`), or may (`POSSIBLE`)."""
    vault, people = get_vault(), people_of(answers)
    if vault.is_about_an_adult(request.establishment, people):
        return CERTAIN
    return POSSIBLE if vault.list_possible(request.establishment, draft, people) else ""


def _apart(request: HttpRequest, draft: UUID, answers: dict[str, Any]) -> dict[str, Any]:
    """What a page has to say of an adult of the place, as it is known now."""
    adult = _adult_in(request, draft, answers)
    names = get_vault().list_possible(request.establishment, draft, people_of(answers)) if adult == POSSIBLE else []
    return {"in_confidence": adult == CERTAIN, "may_work_here": names, **_nobody_asked({"adult": adult})}


def _take_in(request: HttpRequest, answers: dict[str, Any], find: forms.Form, choose: Any) -> bool:
    """Do what was pressed; whether there is something to keep."""
    people = answers.setdefault("people", [])
    if "find" in request.POST:
        if not find.is_valid():
            return False
        answers["looking_for"] = find.cleaned_data["name"]
    elif "again" in request.POST:
        answers.pop("looking_for", None)
    elif "add" in request.POST and choose is not None:
        if not choose.is_valid():
            return False
        people.append(choose.chosen())
        answers.pop("looking_for", None)
        answers["people_asked"] = True
    elif is_number(request.POST.get("drop", "")) and int(request.POST["drop"]) < len(people):
        people.pop(int(request.POST["drop"]))
    elif "next" in request.POST:
        answers["people_asked"] = True
    return True


def _form(request: HttpRequest, question: str, answers: dict[str, Any]) -> Any:
    kind = FORMS[question]
    more: dict[str, Any] = {}
    if question == OF_THE_TEAM:
        place = request.establishment
        terms = get_terms(place.nation, place.sector, place.phase)
        more = {"contact": request.named_contact.name if request.named_contact else "", "terms": terms}
    given = kind.initial_of(answers) | answers.get("typed", {}).get(question, {})
    return kind(posted(request), initial=given, **more)


def _answers(request: HttpRequest, draft: UUID, at: datetime) -> dict[str, Any] | None:
    """The answers so far; None when the report was sent already. Nobody else's draft is there (404)."""
    row = queries.get_draft(request.actor, draft, at)
    if row is not None:
        return queries.read_answers(row)
    if queries.get_own_report(request.actor, draft):
        return None
    raise Http404


def _first_missing(answers: dict[str, Any]) -> str | None:
    return next((name for name in _questions(answers) if ANSWERED_BY[name] not in answers), None)


def _questions(answers: dict[str, Any]) -> list[str]:
    """Which are asked, in their order: what was done is asked of a partner's staff alone."""
    left_out = {OF_THE_TEAM} if answers.get("adult") else set()
    left_out |= set() if answers.get("is_partner") else {OF_PARTNERS}
    return [name for name in QUESTIONS if name not in left_out]


def next_address(draft: UUID, answers: dict[str, Any]) -> str:
    """The first question that was not answered yet, else the page where all answers are checked."""
    missing = _first_missing(answers)
    return _address(draft, missing) if missing else reverse("concerns:check", kwargs={"draft": draft})


def _back(draft: UUID, question: str, answers: dict[str, Any]) -> str:
    asked = _questions(answers)
    place = asked.index(question)
    return _address(draft, asked[place - 1]) if place else reverse("concerns:report")


def _address(draft: UUID, question: str) -> str:
    if question == "people":
        return reverse("concerns:people", kwargs={"draft": draft})
    return reverse("concerns:question", kwargs={"draft": draft, "question": question})


def _step(question: str, answers: dict[str, Any]) -> dict[str, Any]:
    asked = _questions(answers)
    number, of = asked.index(question) + 1, len(asked)
    caption = _("Report a concern: question %(number)d of %(of)d") % {"number": number, "of": of}
    return {"caption": caption, "save": _("Continue")}
