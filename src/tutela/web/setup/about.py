"""What was answered in the set-up, changed later: what the school is, whom it belongs to, and who filters."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.establishments import queries as establishments
from tutela.web.setup import operations, queries
from tutela.web.setup.answers import Answers
from tutela.web.setup.questions.base import radios
from tutela.web.setup.questions.filtering import Filtering
from tutela.web.setup.questions.school import School

WHAT_IT_IS = ("name", "nation", "sector", "phase")
DECIDERS = ("head", "dsl", "chair")


class WhatItIs(School):
    """The questions of the set-up about the school itself."""

    title = gettext_lazy("About this school")

    def prepare(self) -> None:
        for name in [one for one in self.fields if one not in WHAT_IT_IS]:
            del self.fields[name]

    def check(self, given: dict[str, Any]) -> None:
        """Nothing lies between these answers."""


class Belongs(School):
    """The question of the set-up about the trust."""

    title = gettext_lazy("Does this school belong to a trust?")
    intro = gettext_lazy("Leads of the trust see this school’s figures and can act here as far as their role goes.")

    def prepare(self) -> None:
        for name in WHAT_IT_IS:
            del self.fields[name]


class WhoFilters(Filtering):
    """The question of the set-up about the filter, and who decided that it is to be otherwise."""

    decided_by = radios(
        gettext_lazy("Who decided this?"),
        help_text=gettext_lazy("Ask them. They are told, and their name is kept with the decision."),
        error=gettext_lazy("Select who decided this"),
        choices=[],
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        self.people = {str(one.pk): one for one in people}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.fields["decided_by"].choices = [(pk, one.full_name) for pk, one in self.people.items()]


def show(request: HttpRequest) -> HttpResponse:
    """What the school is: chooses words and routes at once."""
    here = request.establishment
    form = _form(request, WhatItIs, {name: getattr(here, name) for name in WHAT_IT_IS})
    if form.is_bound and form.is_valid():
        operations.describe(actor=request.actor, at=timezone.now(), establishment=here, **form.cleaned_data)
        messages.success(request, _("Saved. The words on every page follow at once."))
        return redirect("setup:about")
    context = {"school": here, "filters": here.provider_name or "Tutela"}
    return _render(request, form, "setup:ready", context, template="setup/about.html")


def belongs(request: HttpRequest) -> HttpResponse:
    """Whom the school belongs to: decided by those who decide about roles, as a trust's lead looks in."""
    here = request.establishment
    trust = getattr(here.trust, "name", "")
    form = _form(request, Belongs, {"belongs": "yes" if trust else "no", "trust": trust})
    if form.is_bound and form.is_valid():
        operations.choose_trust(
            actor=request.actor, at=timezone.now(), establishment=here, name=form.cleaned_data["trust"]
        )
        messages.success(request, _("Saved."))
        return redirect("establishments:contacts")
    return _render(request, form, "establishments:contacts", {})


def who_filters(request: HttpRequest) -> HttpResponse:
    """Who filters, by the word of a named person; the gateway follows with the next start."""
    here, at = request.establishment, timezone.now()
    people = establishments.list_holders(here, *DECIDERS, at=at)
    initial = {name: getattr(here, name) for name in ("filtering_by", "provider_name", "preset")}
    form = _form(request, WhoFilters, initial, people=people)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        operations.choose_who_filters(
            actor=request.actor,
            at=at,
            establishment=here,
            filtering_by=said["filtering_by"],
            provider_name=said["provider_name"],
            preset=said["preset"],
            decided_by=form.people[said["decided_by"]],
        )
        messages.success(request, _("Saved. Start Tutela again: a gateway begins or ends with the next start."))
        return redirect("setup:ready")
    return _render(request, form, "setup:about", {})


def _form(request: HttpRequest, kind: type[Any], initial: dict[str, Any], **more: Any) -> Any:
    answers = Answers({}, queries.list_staff(request.establishment, at=timezone.now()))
    return kind(request.POST if request.method == "POST" else None, answers=answers, initial=initial, **more)


def _render(
    request: HttpRequest, form: Any, back: str, more: dict[str, Any], *, template: str = "core/question.html"
) -> HttpResponse:
    context = {"form": form, "title": form.title, "intro": form.intro, "save": _("Save"), "back": reverse(back)}
    return render(request, template, context | more)
