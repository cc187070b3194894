"""The pages of the set-up: where it stands, one question each, the check, and what comes next."""

import secrets

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.accounts.operations import LoginTaken
from tutela.web.establishments.opening import AlreadySetUp
from tutela.web.establishments.words import SIGN_OFF_WORDS
from tutela.web.filters.operations import BadSource
from tutela.web.home.setting_up import LED
from tutela.web.setup import about, handing_over, mail, monitoring, operations, parts, queries, ready, routes
from tutela.web.setup.answers import Answers
from tutela.web.setup.models import SetUp
from tutela.web.setup.questions import PAGES, Page, form_of, list_unanswered, pages_for

HOLD = "setup-hold"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where the set-up stands: not begun, somebody else at it, or these questions left."""
    set_up, answers = _state(request)
    if set_up and set_up.finished_at:
        return redirect("setup:ready")
    left = list_unanswered(answers)
    context = {
        "set_up": set_up,
        "is_mine": _is_mine(request, set_up),
        "is_held": bool(set_up and set_up.hold),
        "tasks": [(_title(page, answers), page, page not in left) for page in pages_for(answers)],
        "next": left[0] if left else "",
        "words": answers.words,
        "back": "/",
    }
    return render(request, "setup/start.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin, go on, or take over from somebody else."""
    hold = request.session.get(HOLD) or secrets.token_urlsafe(32)
    request.session[HOLD] = hold
    try:
        operations.begin(
            actor=request.actor,
            at=timezone.now(),
            establishment=request.establishment,
            hold=hold,
            take_over="take-over" in request.POST,
        )
    except (operations.HeldBySomebody, operations.AlreadyFinished):
        return redirect("setup:start")
    left = list_unanswered(_state(request)[1])
    return redirect("setup:question", page=left[0]) if left else redirect("setup:check")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, page: str) -> HttpResponse:
    """One page of questions."""
    set_up, answers = _state(request)
    if page not in pages_for(answers):
        raise Http404
    if request.method == "POST":
        return _take(request, page, answers)
    if not _is_mine(request, set_up):
        return redirect("setup:start")
    return _question(request, page, form_of(page, answers))


def _take(request: HttpRequest, page: str, answers: Answers) -> HttpResponse:
    """Keep what was typed, right or wrong; go on when it is right, or when the person wants to come back later."""
    form = PAGES[page](request.POST, answers=answers)
    given = {"actor": request.actor, "at": timezone.now(), "establishment": request.establishment}
    hold = request.session.get(HOLD, "")
    try:
        if "take-over" in request.POST:
            operations.begin(**given, hold=hold or _new_hold(request), take_over=True)
            hold = request.session[HOLD]
        operations.save_page(**given, hold=hold, page=page, typed=form.typed())
        if "later" in request.POST:
            operations.put_aside(**given, hold=hold)
    except operations.HeldBySomebody as held:
        return _question(request, page, form, taken_by=held.set_up)
    except operations.AlreadyFinished:
        return redirect("setup:ready")
    if "later" in request.POST:
        request.session[LED] = True
        messages.success(request, _("Your answers are kept. Go on whenever you like."))
        return redirect("/")
    if not form.is_valid():
        return _question(request, page, form)
    left = list_unanswered(_state(request)[1])
    return redirect("setup:question", page=left[0]) if left else redirect("setup:check")


def _question(request: HttpRequest, page: str, form: Page, taken_by: SetUp | None = None) -> HttpResponse:
    asked = pages_for(form.answers)
    number = asked.index(page)
    context = {
        "form": form,
        "title": form.title,
        "intro": form.intro,
        "number": number + 1,
        "count": len(asked),
        "back": reverse("setup:question", args=[asked[number - 1]]) if number else reverse("setup:start"),
        "can_come_back": taken_by is None,
        "taken_by": taken_by,
        "save": _("Take over and save") if taken_by else _("Save and continue"),
        "sign_off_words": SIGN_OFF_WORDS if page == "monitoring" else "",
        "retention": routes.list_retention() if page == "monitoring" else (),
    }
    return render(request, "setup/question.html", context, status=409 if taken_by else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers before anything is done; then everything at once."""
    set_up, answers = _state(request)
    if set_up and set_up.finished_at:
        return redirect("setup:ready")
    if not _is_mine(request, set_up) or list_unanswered(answers):
        return redirect("setup:start")
    if request.method == "POST":
        return _finish(request, answers)
    return _check(request, answers)


def _finish(request: HttpRequest, answers: Answers) -> HttpResponse:
    try:
        links = operations.finish(
            actor=request.actor,
            at=timezone.now(),
            establishment=request.establishment,
            hold=request.session.get(HOLD, ""),
        )
    except (operations.HeldBySomebody, operations.Unanswered, operations.AlreadyFinished):
        return redirect("setup:start")
    except (AlreadySetUp, LoginTaken):  # somebody else was quicker by a moment
        messages.warning(request, _("Somebody else was adding people at the same time. Look at your answers again."))
        return redirect("setup:start")
    except ValidationError as fault:
        return _check(request, answers, faults=fault.messages)
    except BadSource as refused:
        return _check(request, answers, faults=[str(refused)])
    request.session.pop(HOLD, None)
    # shown with this answer and kept nowhere; whoever loads the page again finds what there is
    return render(request, "setup/links.html", {"links": links})


def _check(request: HttpRequest, answers: Answers, faults: list[str] | None = None) -> HttpResponse:
    forms = [(page, form_of(page, answers)) for page in pages_for(answers)]
    for _page, form in forms:
        form.full_clean()
    context = {
        "answered": [(page, form.title, form.shown()) for page, form in forms],
        "answers": answers,
        "routes": routes.list_routes(answers.get("school", "nation")),
        "retention": routes.list_retention(),
        "faults": faults or [],
        "back": reverse("setup:start"),
    }
    return render(request, "setup/check.html", context)


@require_safe
def show_ready(request: HttpRequest) -> HttpResponse:
    """What runs, and what to do next."""
    at = timezone.now()
    set_up, _answers = _state(request)
    if not ready.is_ready(request.establishment, at=at):
        # set up once, and then whoever was named left: not the questions again, but whom to ask
        return redirect("establishments:contacts" if set_up and set_up.finished_at else "setup:start")
    context = {
        "running": ready.list_running(request.establishment, at=at),
        "steps": ready.list_next_steps(request.actor, request.establishment, set_up, at=at),
    }
    return render(request, "setup/ready.html", context)


@require_safe
def show_parts(request: HttpRequest) -> HttpResponse:
    """What each part needs of this machine, as measured, and what it takes now."""
    return render(request, "setup/parts.html", {"parts": parts.list_parts(), "back": reverse("setup:ready")})


@require_http_methods(["GET", "HEAD", "POST"])
def show_about(request: HttpRequest) -> HttpResponse:
    """What the school is."""
    return about.show(request)


@require_http_methods(["GET", "HEAD", "POST"])
def choose_trust(request: HttpRequest) -> HttpResponse:
    """Whom the school belongs to."""
    return about.belongs(request)


@require_http_methods(["GET", "HEAD", "POST"])
def choose_who_filters(request: HttpRequest) -> HttpResponse:
    """Who filters, from the next start on."""
    return about.who_filters(request)


@require_http_methods(["GET", "HEAD", "POST"])
def show_mail(request: HttpRequest) -> HttpResponse:
    """Whether mail goes out, and a message to try it with."""
    return mail.show(request)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Who looks after the computers from now on; the account that set up the school ends."""
    return handing_over.ask(request, _state(request)[1])


@require_http_methods(["GET", "HEAD", "POST"])
def decide_monitoring(request: HttpRequest) -> HttpResponse:
    """Sign that monitoring may begin, or withdraw it; every decision stays in sight."""
    return monitoring.decide(request)


def _state(request: HttpRequest) -> tuple[SetUp | None, Answers]:
    set_up = queries.get_set_up(request.actor, request.establishment)
    return set_up, queries.get_answers(set_up, request.establishment, at=timezone.now())


def _is_mine(request: HttpRequest, set_up: SetUp | None) -> bool:
    return bool(set_up and set_up.hold and set_up.hold == request.session.get(HOLD))


def _new_hold(request: HttpRequest) -> str:
    request.session[HOLD] = secrets.token_urlsafe(32)
    hold: str = request.session[HOLD]
    return hold


def _title(page: str, answers: Answers) -> str:
    return str(PAGES[page](answers=answers).title)
