"""Meetings of the e-safety group: called, held, written up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.actions.views import owners
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person
from tutela.web.responsibilities import forms, operations, queries
from tutela.web.responsibilities.models import Meeting
from tutela.web.responsibilities.operations import DutyRefused
from tutela.web.responsibilities.views.group import group_page, shown_agenda


@form_page
def call_meeting(request: HttpRequest) -> HttpResponse:
    """A day on which the group meets, or met."""
    form = forms.CallMeeting(posted(request))
    made: list[Meeting] = []

    def save(given: dict[str, Any]) -> None:
        made.append(
            operations.call_meeting(
                actor=request.actor, at=timezone.now(), establishment=request.establishment, **given
            )
        )

    if was_saved(form, save):
        return redirect("responsibilities:meeting", pk=made[0].pk)
    context = {"form": form, "save": _("Save"), "back": group_page(request)}
    return render(request, "core/question.html", context)


@require_safe
def show_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agenda before, the minutes and decisions after."""
    meeting = _get(request, pk)
    at = timezone.now()
    minutes = queries.get_minutes(request.actor, meeting)
    today = establishments.local_day(request.establishment, at)
    agenda = [] if minutes else shown_agenda(request, queries.build_agenda(request.actor, request.establishment, at=at))
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "present": sorted(_names(request, [row.person for row in minutes.present.all()]).values()) if minutes else [],
        "agenda": agenda,
        "decisions": queries.list_decisions(request.actor, meeting),
        "has_come": meeting.on <= today,
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
        "reads_all": request.actor.may(Permission.REVIEW_READ),
        "back": group_page(request),
    }
    return render(request, "responsibilities/meeting.html", context)


@form_page
def write_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was there and what was said."""
    meeting = _get(request, pk)
    minutes = queries.get_minutes(request.actor, meeting)
    initial: dict[str, Any] = {"follows": 0}
    if minutes:
        there = [str(row.person_id) for row in minutes.present.all()]
        initial = {"text": minutes.text, "present": there, "follows": minutes.number}
    members = _names(request, [row.person for row in queries.list_members(request.actor)])
    form = forms.WriteMinutes(posted(request), members=members, initial=initial)

    def save(given: dict[str, Any]) -> None:
        operations.write_minutes(
            actor=request.actor, at=timezone.now(), pk=pk, text=given["text"], follows=given["follows"],
            present=[UUID(one) for one in given["present"]],
        )  # fmt: skip

    if was_saved(form, save):
        messages.success(request, _("The minutes are kept, with the agenda as it stood."))
        return redirect("responsibilities:meeting", pk=pk)
    context = {"form": form, "title": _("Minutes"), "caption": day(meeting.on), "save": _("Save"), "back": _page(pk)}
    return render(request, "core/question.html", context)


@form_page
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A decision, and the action that carries it out."""
    meeting, at = _get(request, pk), timezone.now()
    form = forms.Decide(posted(request), **owners(request, at))

    def save(given: dict[str, Any]) -> None:
        operations.decide(
            actor=request.actor, at=at, pk=pk, words=given["words"], owner=given["person"], due_on=given["due_on"],
            opens_action=given["opens"] == "yes",
        )  # fmt: skip

    if was_saved(form, save):
        messages.success(request, _("The decision is noted."))
        return redirect("responsibilities:meeting", pk=pk)
    title = _("A decision")
    context = {"form": form, "title": title, "caption": day(meeting.on), "save": _("Save"), "back": _page(pk)}
    return render(request, "core/question.html", context)


@require_POST
def call_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It does not meet on that day."""
    try:
        operations.call_off(actor=request.actor, at=timezone.now(), pk=pk)
    except DutyRefused as refused:
        messages.error(request, str(refused))
        return redirect("responsibilities:meeting", pk=pk)
    messages.success(request, _("The meeting is called off."))
    return redirect("responsibilities:group")


def _get(request: HttpRequest, pk: UUID) -> Meeting:
    meeting: Meeting = get_visible(Meeting, request.actor, pk)
    if meeting.called_off:
        raise Http404
    return meeting


def _names(request: HttpRequest, people: list[Person]) -> dict[UUID, str]:
    return queries.name_members(request.actor, request.establishment, people)


def _page(pk: UUID) -> str:
    return reverse("responsibilities:meeting", kwargs={"pk": pk})
