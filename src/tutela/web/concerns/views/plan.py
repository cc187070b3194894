"""What to do in a case: its playbooks, and the steps that they bring."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations, queries, words
from tutela.web.concerns.forms import plan as ask
from tutela.web.concerns.queries.playbooks import PlanRead, StepRead, fill
from tutela.web.concerns.rules.playbooks import TO_DO
from tutela.web.concerns.shipped.playbooks import list_playbooks
from tutela.web.concerns.views import form_page, posted
from tutela.web.concerns.views.writing import day_there, now_of, write
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments


@require_safe
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every step: what has to be done, what helps, what was done. Reading it is reading the case."""
    read = _read(request, pk)
    shown = [_show(request, one) for one in read.steps]
    waiting = [one for one in shown if one["one"].status == TO_DO]
    context = {
        "plan": read,
        "caption": _("Case %(number)d") % {"number": read.number},
        "back": reverse("concerns:case", args=[pk]),
        "must": [one for one in waiting if one["one"].step.must],
        "may": [one for one in waiting if not one["one"].step.must],
        "answered": [one for one in shown if one["one"].status != TO_DO],
        "know": _said(request, [line for one in read.chosen for line in one.know]),
        "never": _said(request, [line for one in read.chosen for line in one.never]),
        "suggested": [list_playbooks()[name].title for name in read.suggested if name in list_playbooks()],
        "may_write": request.actor.may(Permission.CONCERN_WRITE) and not read.is_closed,
    }
    return render(request, "concerns/plan.html", context)


@form_page
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose one or more playbooks; those that go with the concerns come first."""
    now, version = now_of(request, pk)
    read = _read(request, pk)
    held = {one.id for one in read.chosen}
    library = [one for one in list_playbooks().values() if one.id not in held]
    form = ask.ChoosePlaybooks(posted(request), initial={"version": version}, library=library, suggested=read.suggested)

    def save(answers: dict[str, Any]) -> None:
        operations.choose_playbooks(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            chosen=answers["playbooks"],
            at=timezone.now(),
        )

    title = _("What kind of matter is it?")
    return write(request, now, form, save, title=title, done=_("The steps are below."), home=_home(pk))


@form_page
def drop(request: HttpRequest, pk: UUID, playbook: str) -> HttpResponse:
    """Say why a playbook does not fit after all."""
    now, version = now_of(request, pk)
    found = next((one for one in _read(request, pk).chosen if one.id == playbook), None)
    if found is None:
        raise Http404
    form = ask.DropPlaybook(posted(request), initial={"version": version})

    def save(answers: dict[str, Any]) -> None:
        operations.drop_playbook(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            playbook=playbook,
            words=answers["text"],
            at=timezone.now(),
        )

    title = _("Not “%(title)s” after all") % {"title": found.title}
    return write(request, now, form, save, title=title, done=_("Its steps are gone."), home=_home(pk))


@form_page
def step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """One step: what it asks, why, and what became of it."""
    now, version = now_of(request, pk)
    found = next((one for one in _read(request, pk).steps if one.step.id == step), None)
    if found is None:
        raise Http404
    form = ask.AnswerStep(posted(request), initial={"version": version}, must=found.step.must)

    def save(answers: dict[str, Any]) -> None:
        operations.answer_step(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            step=step,
            is_done=answers["done"] == "yes",
            words=answers["text"],
            at=timezone.now(),
        )

    return write(
        request,
        now,
        form,
        save,
        title=found.step.title,
        done=_("Noted in the chronology."),
        page="step",
        home=_home(pk),
        item=_show(request, found),
    )


def _read(request: HttpRequest, pk: UUID) -> PlanRead:
    at = timezone.now()
    return queries.read_plan(actor=request.actor, case_id=pk, today=day_there(request, at), at=at)


def _show(request: HttpRequest, one: StepRead) -> dict[str, Any]:
    return {"one": one, "text": one.step.text, "why": one.step.why, "who": _who(request, one.step.who)}


def _who(request: HttpRequest, key: str) -> str:
    """Who does it, as they are called there."""
    terms = establishments.terms_of(request.establishment)
    role = {"lead": "dsl", "head": "head", "it": "it"}.get(key)
    return terms.role(role) if role else str(words.WHO[key])


def _said(request: HttpRequest, lines: list[str]) -> list[str]:
    """Lines of the library, each once, as they are said there."""
    return [fill(request.establishment, line) for line in dict.fromkeys(lines)]


def _home(pk: UUID) -> str:
    return reverse("concerns:plan", args=[pk])
