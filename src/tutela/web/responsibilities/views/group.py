"""The e-safety group: its page, its terms and its seats."""

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

from tutela.web.actions.views import owners
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import may_open
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.responsibilities import forms, operations, queries
from tutela.web.responsibilities.models import Member
from tutela.web.responsibilities.rules.agenda import Heading
from tutela.web.responsibilities.rules.group import STAFF_ONLY, WELCOME

MEETINGS_SHOWN = 12


@require_safe
def show_group(request: HttpRequest) -> HttpResponse:
    """Who sits in it, what is missing, the next meeting with its agenda, and the ones before."""
    actor, here, at = request.actor, request.establishment, timezone.now()
    if not queries.may_read_group(actor):
        raise Http404
    today = establishments.local_day(here, at)
    seats = queries.list_seats(actor, here, at=at)
    context = {
        "seats": [seat for seat in seats if seat.is_needed or seat.members],
        "missing": _missing(seats),
        "unheard": [seat.words for seat in seats if seat.perspective in WELCOME and not seat.members],
        "terms_now": queries.get_terms(actor),
        "coming": queries.get_coming(actor, today),
        "unwritten": queries.list_unwritten(actor, today),
        "page_obj": Paginator(queries.list_written(actor), MEETINGS_SHOWN).get_page(request.GET.get("page")),
        "agenda": shown_agenda(request, queries.build_agenda(actor, here, at=at)),
        "may_assign": actor.may(Permission.DUTY_ASSIGN),
        "may_write": actor.may(Permission.REVIEW_WRITE),
    }
    return render(request, "responsibilities/group.html", context)


def _missing(seats: list[queries.Seat]) -> str:
    """What is missing, as a sentence; "" where nothing is."""
    names = ", ".join(seat.words.lower() for seat in seats if seat.is_missing)
    return _("Nobody brings in: %(names)s.") % {"names": names} if names else ""


def shown_agenda(request: HttpRequest, headings: list[Heading]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The agenda with the links that this reader may follow."""
    return [
        (one.title, [(item.words, item.address if may_open(request.actor, item.address) else "") for item in one.items])
        for one in headings
    ]


@require_safe
def show_terms(request: HttpRequest) -> HttpResponse:
    """Terms of reference, all versions, the newest first."""
    if not queries.may_read_group(request.actor):
        raise Http404
    context = {
        "versions": queries.list_terms(request.actor),
        "may_assign": request.actor.may(Permission.DUTY_ASSIGN),
        "back": group_page(request),
    }
    return render(request, "responsibilities/terms.html", context)


@form_page
def adopt_terms(request: HttpRequest) -> HttpResponse:
    """New terms of reference, from the words of those before."""
    now = queries.get_terms(request.actor)
    initial = {"text": now.text if now else "", "follows": now.number if now else 0}
    form = forms.AdoptTerms(posted(request), initial=initial)

    def save(given: dict[str, Any]) -> None:
        operations.adopt_terms(actor=request.actor, at=timezone.now(), establishment=request.establishment, **given)

    if was_saved(form, save):
        messages.success(request, _("The terms of reference are in force."))
        return redirect("responsibilities:terms")
    context = {"form": form, "title": _("Terms of reference"), "save": _("Save"), "back": group_page(request)}
    return render(request, "core/question.html", context)


@form_page
def take_seat(request: HttpRequest) -> HttpResponse:
    """Somebody joins the group."""
    at = timezone.now()
    initial = {"perspective": request.GET.get("perspective")}
    who = owners(request, at)
    if (posted(request) or request.GET).get("perspective") not in STAFF_ONLY:
        who["search"] = lambda name: establishments.search_people(request.actor, name, most=500)
    form = forms.TakeSeat(posted(request), initial=initial, **who)

    def save(given: dict[str, Any]) -> None:
        operations.seat(
            actor=request.actor, at=at, establishment=request.establishment, person=given["person"],
            perspective=given["perspective"], chairs=given["chairs"],
        )  # fmt: skip

    if was_saved(form, save):
        messages.success(request, _("They sit in the group from today."))
        return redirect("responsibilities:group")
    context = {"form": form, "title": _("Who joins the group?"), "save": _("Save"), "back": group_page(request)}
    return render(request, "core/question.html", context)


@form_page
def leave_seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody leaves the group."""
    member: Member = get_visible(Member, request.actor, pk)
    if hasattr(member, "end"):
        raise Http404
    form = forms.LeaveSeat(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.unseat(actor=request.actor, at=timezone.now(), pk=pk, **given)

    if was_saved(form, save):
        messages.success(request, _("They left the group today."))
        return redirect("responsibilities:group")
    caption = queries.name_members(request.actor, request.establishment, [member.person])[member.person_id]
    context = {"form": form, "caption": caption, "save": _("Save"), "back": group_page(request)}
    return render(request, "core/question.html", context)


def group_page(request: HttpRequest) -> str:
    """The group's page as this reader may open it."""
    reads = request.actor.may(Permission.REVIEW_READ)
    return reverse("responsibilities:group" if reads else "responsibilities:own-group")
