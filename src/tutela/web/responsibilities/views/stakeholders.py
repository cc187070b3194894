"""The groups concerned, each with a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.actions.views import owners
from tutela.web.core.context import list_beside
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.establishments.queries import local_day
from tutela.web.responsibilities import forms, operations, queries
from tutela.web.responsibilities.stakeholders import Group


@require_safe
def list_stakeholders(request: HttpRequest) -> HttpResponse:
    """Who was heard when, who speaks for whom, and what is due."""
    rows = queries.list_stakeholders(request.actor, request.establishment, at=timezone.now())
    heard = sum(1 for row in rows if not row.due)
    context = {"rows": rows, "heard": heard, "total": len(rows), "may_write": _may_write(request)}
    return render(request, "responsibilities/stakeholders.html", context)


@require_safe
def show_stakeholder(request: HttpRequest, group: str) -> HttpResponse:
    """Everything one group said."""
    found = _get(request, group)
    speakers = list(queries.list_speakers(request.actor, group))
    at = timezone.now()
    today = local_day(request.establishment, at)
    context = {
        "people": queries.count_people_of(request.establishment, group, at=at),
        "may_add": request.actor.may(Permission.ESTABLISHMENT_MANAGE),
        "invitations": [(one, one.is_open(today)) for one in queries.list_invitations(request.actor, group)],
        "beside": list_beside(request.actor, "responsibilities:stakeholder", group),
        "group": found,
        "speaker": speakers[0] if speakers else None,
        "contacts": queries.list_contacts(request.actor, group),
        "may_write": _may_write(request),
        "back": reverse("responsibilities:stakeholders"),
    }
    return render(request, "responsibilities/stakeholder.html", context)


@form_page
def note_contact(request: HttpRequest, group: str) -> HttpResponse:
    """They were heard."""
    found, at = _get(request, group), timezone.now()
    form = forms.NoteContact(posted(request), initial={"asked": found.ask}, **owners(request, at))

    def save(given: dict[str, Any]) -> None:
        operations.note_contact(
            actor=request.actor, at=at, establishment=request.establishment, group=group, on=given["on"],
            asked=given["asked"], said=given["said"], promised=given["promised"], owner=given["person"],
            due_on=given["due_on"],
        )  # fmt: skip

    if was_saved(form, save):
        messages.success(request, _("Noted."))
        return redirect("responsibilities:stakeholder", group=group)
    context = {"form": form, "title": _("They were heard"), "caption": found.title, "save": _("Save")}
    return render(request, "core/question.html", context | {"back": _page(group)})


@form_page
def name_speaker(request: HttpRequest, group: str) -> HttpResponse:
    """Somebody else speaks for them."""
    found = _get(request, group)
    form = forms.NameSpeaker(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.name_speaker(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, group=group, **given
        )

    if was_saved(form, save):
        messages.success(request, _("Noted."))
        return redirect("responsibilities:stakeholder", group=group)
    context = {"form": form, "title": _("Who speaks for them"), "caption": found.title, "save": _("Save")}
    return render(request, "core/question.html", context | {"back": _page(group)})


def _get(request: HttpRequest, group: str) -> Group:
    found = next((one for one in queries.groups_of(request.establishment) if one.id == group), None)
    if found is None:
        raise Http404
    return found


def _may_write(request: HttpRequest) -> bool:
    return bool(request.actor.may(Permission.REVIEW_WRITE))


def _page(group: str) -> str:
    return reverse("responsibilities:stakeholder", kwargs={"group": group})
