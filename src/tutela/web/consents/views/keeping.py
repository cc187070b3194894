"""For whoever keeps the answers: people without one, one person's answers, what has to be taken down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.consents import forms, operations, queries, words
from tutela.web.consents.models import Consent
from tutela.web.consents.offers import key_of
from tutela.web.consents.views import today_at
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person

ON_A_PAGE = 25


@require_safe
def list_people(request: HttpRequest) -> HttpResponse:
    """Somebody by name, or everybody about whom nobody has answered."""
    today = today_at(request)
    form = forms.FindPerson(request.GET)
    form.is_valid()
    name = (form.cleaned_data.get("q") or "").strip()
    never = queries.list_never_asked(request.actor, request.establishment, on=today)
    kept_from = request.actor.exclusions - {request.actor.person_id}
    found = [one for one in establishments.search_people(request.actor, name) if one.pk not in kept_from]
    page = Paginator(found if name else never, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "name": name,
        "page_obj": page,
        "missing": never.count(),
        "share": queries.share_in_force(request.establishment, on=today),
    }
    return render(request, "consents/people.html", context)


@require_safe
def show_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What holds today, and every answer."""
    person, today = _get(request, pk), today_at(request)
    verdicts = queries.list_verdicts(request.establishment, person, on=today)
    titles = {one.key: one.title for one, _verdict in verdicts}
    answers = [
        (one, titles.get(key_of(one.purpose, one.channel), one.purpose))
        for one in queries.list_answers(request.actor, person)
    ]
    context = {
        "person": person,
        "verdicts": [(one.title, verdict.allow, words.say(verdict)) for one, verdict in verdicts],
        "answers": answers,
        "up": len(queries.list_to_take_down(request.actor, request.establishment, person, on=today)),
        "back": reverse("consents:people"),
    }
    return render(request, "consents/person.html", context)


@form_page
def note_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody answered on paper or in a letter."""
    person, today = _get(request, pk), today_at(request)
    people = queries.list_who_may_answer(request.actor, person, on=today)
    offers = queries.offers_of(request.establishment)
    form = forms.NoteAnswer(posted(request), people=people, offers=offers)

    def save(given: dict[str, Any]) -> None:
        operations.note_answers(
            actor=request.actor, at=timezone.now(), person=person, given_by=given["by"], answers=given["answers"],
            evidence=given["evidence"], reference=given["reference"], from_on=given["from_on"],
            until_on=given["until_on"],
        )  # fmt: skip

    if was_saved(form, save):
        messages.success(request, _("The answer counts from now on."))
        return redirect("consents:person", pk=pk)
    context = {"form": form, "title": _("An answer"), "caption": person.full_name, "save": _("Save")}
    intro = _("Whoever is missing here has no responsibility noted, or must not be contacted.")
    return render(request, "core/question.html", context | {"intro": intro, "back": _page(pk)})


@form_page
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An answer holds no more."""
    consent: Consent = get_visible(Consent, request.actor, pk)
    if hasattr(consent, "withdrawal"):
        raise Http404
    person, today = consent.person, today_at(request)
    people = [*queries.list_who_may_answer(request.actor, person, on=today)]
    if consent.given_by not in people:
        people.insert(0, consent.given_by)
    form = forms.Withdraw(posted(request), people=people)

    def save(given: dict[str, Any]) -> None:
        operations.withdraw(actor=request.actor, at=timezone.now(), pk=pk, **given)

    if was_saved(form, save):
        messages.success(request, _("Withdrawn. It counts at once."))
        up = queries.list_to_take_down(request.actor, request.establishment, person, on=today)
        return redirect("consents:take-down" if up else "consents:person", pk=person.pk)
    context = {"form": form, "title": _("Withdraw an answer"), "caption": person.full_name, "save": _("Withdraw")}
    return render(request, "core/question.html", context | {"back": _page(person.pk)})


@require_safe
def list_take_down(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where somebody is still to be seen although they may not be."""
    person = _get(request, pk)
    rows = queries.list_to_take_down(request.actor, request.establishment, person, on=today_at(request))
    return render(request, "consents/take_down.html", {"person": person, "rows": rows, "back": _page(pk)})


def _get(request: HttpRequest, pk: UUID) -> Person:
    person = establishments.get_person(request.actor, pk)
    if person is None or pk in request.actor.exclusions - {request.actor.person_id}:
        raise Http404
    return person


def _page(pk: UUID) -> str:
    return reverse("consents:person", kwargs={"pk": pk})
