"""Training: how far it is for those who answer for it, each person for those who keep it, and one's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tutela.web.actions.rules.states import may_own
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.education import operations, queries
from tutela.web.education.forms.training import NoteTraining, TakeInTraining
from tutela.web.education.models import Training
from tutela.web.education.queries import Owing
from tutela.web.education.rules import training as rules
from tutela.web.education.shipped.training import get_training, list_courses
from tutela.web.education.views import ask_why_struck
from tutela.web.education.words import AUDIENCES
from tutela.web.establishments.queries import terms_of


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """How many of each audience finished what they owe; numbers alone."""
    # the figures are the place's own, so they are counted over everybody; who it is stays with those who keep it
    at, keeps = timezone.now(), request.actor.may(Permission.DUTY_ASSIGN)
    owing = queries.list_everybody(request.establishment, at=at)
    topics, staff = queries.count_by_topic(request.establishment, at=at)
    terms, roles = terms_of(request.establishment), queries.list_roles(request.establishment, at=at)
    context = {
        "audiences": [_audience(key, owing) for key in rules.ROLES],
        "partners": _count([one for one in owing if one.is_partner]),
        "topics": topics,
        "staff": staff,
        "roles": [(terms.role(one.role), one, keeps or not one.is_small) for one in roles],
        "may_keep": keeps,
    }
    return render(request, "education/training.html", context)


@require_safe
def show_topics(request: HttpRequest) -> HttpResponse:
    """Everybody of staff with each form of abuse that they were trained in."""
    topics = get_training().topics
    rows = queries.list_trained(request.actor, request.establishment, at=timezone.now())
    context = {
        "rows": [(one.person, [topic.id in one.topics for topic in topics]) for one in rows],
        "columns": "|".join([_("Person"), *(topic.short for topic in topics)]),
        "topics": topics,
        "back": reverse("education:training"),
    }
    return render(request, "education/topics.html", context)


def _audience(key: str, owing: list[Owing]) -> dict[str, Any]:
    theirs = [one for one in owing if key in one.audiences]
    owed = [[part for part in one.owed if key in part.course.owed_by] for one in theirs]
    by_course = rules.count_by_course(owed)
    courses = [one for one in list_courses().values() if key in one.owed_by]
    return {
        "title": AUDIENCES[key],
        "share": rules.share(owed),
        "total": len(theirs),
        "courses": [(one, *by_course.get(one.id, (0, 0))) for one in courses],
    }


def _count(owing: list[Owing]) -> tuple[int, int]:
    return sum(one.is_whole for one in owing), len(owing)


@require_safe
def show_people(request: HttpRequest) -> HttpResponse:
    """Who owes what, those with something missing first."""
    owing = queries.list_owing(request.actor, request.establishment, at=timezone.now())
    missing = [one for one in owing if not one.is_whole]
    every = request.GET.get("show") == "all"
    context = {
        "rows": owing if every else missing,
        "tabs": [
            (_("Something is missing"), "?", len(missing), not every),
            (_("Everybody"), "?show=all", len(owing), every),
        ],
        "back": reverse("education:training"),
    }
    return render(request, "education/people.html", context)


@require_safe
def show_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person's training, and all that was noted."""
    return _show(request, _get(request, pk), reverse("education:people"))


@require_safe
def show_mine(request: HttpRequest) -> HttpResponse:
    """My own."""
    owing = queries.get_owing(request.actor, request.establishment, request.actor.person_id, at=timezone.now())
    if owing is None and not may_own(request.actor):
        raise Http404
    return _show(request, owing, reverse("responsibilities:expected"), mine=True)


def _show(request: HttpRequest, owing: Owing | None, back: str, *, mine: bool = False) -> HttpResponse:
    courses = list_courses()
    noted = queries.list_trainings(request.actor, owing.person.pk if owing else request.actor.person_id)
    context = {
        "owing": owing,
        "answered": queries.list_done(request.actor, request.actor.person_id) if mine else set(),
        "mine": mine,
        "noted": [(row, courses[row.course].title if row.course in courses else row.course) for row in noted],
        "may_keep": request.actor.may(Permission.DUTY_ASSIGN) and not mine,
        "back": back,
    }
    return render(request, "education/person.html", context)


@form_page
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They finished a course."""
    owing = _get(request, pk)
    form = NoteTraining(*((request.POST, request.FILES) if request.method == "POST" else ()))

    def save(given: dict[str, Any]) -> None:
        operations.note_training(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, person_id=pk, **given
        )

    page = reverse("education:person", args=[pk])
    if was_saved(form, save):
        messages.success(request, _("Noted."))
        return redirect(page)
    shown = {"form": form, "title": _("They finished a course"), "caption": owing.person.full_name, "save": _("Save")}
    return render(request, "core/question.html", shown | {"back": page})


@form_page
def strike(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An entry was a mistake."""
    row: Training = get_visible(Training, request.actor, pk)
    owing = _get(request, row.person_id)

    def strike(reason: str) -> None:
        operations.strike_training(actor=request.actor, at=timezone.now(), pk=pk, reason=reason)

    page = reverse("education:person", args=[row.person_id])
    return ask_why_struck(request, strike, caption=owing.person.full_name, page=page)


@form_page
def take_in(request: HttpRequest) -> HttpResponse:
    """Training that was noted elsewhere."""
    form = TakeInTraining(posted(request))
    said: list[str] = []

    def save(given: dict[str, Any]) -> None:
        taken = operations.take_in_training(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, rows=given["rows"]
        )
        words = ngettext("One entry is new.", "%(new)s entries are new.", taken.new) % {"new": taken.new}
        known = ngettext("One was noted before.", "%(known)s were noted before.", taken.known) % {"known": taken.known}
        said.append(f"{words} {known}" if taken.known else words)

    if was_saved(form, save):
        messages.success(request, said[0])
        return redirect("education:people")
    shown = {"form": form, "title": _("Take in training from a spreadsheet"), "save": _("Take it in")}
    return render(request, "core/question.html", shown | {"back": reverse("education:people")})


def _get(request: HttpRequest, pk: UUID) -> Owing:
    owing = queries.get_owing(request.actor, request.establishment, pk, at=timezone.now())
    if owing is None:
        raise Http404
    return owing
