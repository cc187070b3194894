"""May these people be shown? And where pictures were used."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.consents import forms, operations, queries, words
from tutela.web.consents.models import Use
from tutela.web.consents.offers import list_channels, list_purposes
from tutela.web.consents.views import people_of, today_at
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments

ON_A_PAGE = 25


@form_page
def check(request: HttpRequest) -> HttpResponse:
    """These people, this purpose, this channel: yes or no for each, with the reason. Names stay out of the address."""
    form = forms.PeopleForm(posted(request), **people_of(request))
    context: dict[str, Any] = {"form": form, "may_write": request.actor.may(Permission.CONSENT_WRITE)}
    if form.is_bound and form.is_valid():
        offer = form.cleaned_data["chosen"]
        checked = queries.check_people(
            request.actor, request.establishment, form.cleaned_data["people"], purpose=offer.purpose.id,
            channel=offer.channel_id, on=today_at(request),
        )  # fmt: skip
        rows = [(one.person.full_name, one.verdict.allow, words.say(one.verdict)) for one in checked]
        rows.sort(key=lambda row: row[1])
        allowed = sum(1 for row in rows if row[1])
        context |= {"rows": rows, "offer": offer, "allowed": allowed, "total": len(rows)}
    return render(request, "consents/check.html", context)


@require_safe
def list_uses(request: HttpRequest) -> HttpResponse:
    """Where pictures were used, and which of them are down."""
    page = Paginator(queries.list_uses(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    purposes = {one.id: one.title for one in list_purposes(establishments.terms_of(request.establishment))}
    channels = {key: one.title for key, one in list_channels().items()}

    def say(use: Use) -> str:
        return f"{purposes.get(use.purpose, use.purpose)}: {channels.get(use.channel, use.channel)}"

    rows = [(one, say(one), [seen.person.full_name for seen in one.people.all()]) for one in page]
    return render(request, "consents/uses.html", {"rows": rows, "page_obj": page})


@form_page
def note_use(request: HttpRequest) -> HttpResponse:
    """A picture was used."""
    form = forms.NoteUse(posted(request), **people_of(request))

    def save(given: dict[str, Any]) -> None:
        offer = given["chosen"]
        operations.note_use(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, purpose=offer.purpose.id,
            channel=offer.channel_id, what=given["what"], where=given["where"], on=given["on"],
            people=given["people"],
        )  # fmt: skip

    if was_saved(form, save):
        messages.success(request, _("Noted. If somebody in it may not be shown, an action asks to take it down."))
        return redirect("consents:uses")
    context = {"form": form, "title": _("A picture was used"), "save": _("Save"), "back": reverse("consents:uses")}
    intro = _("Say where it is and whom it shows. The picture itself is never kept here.")
    return render(request, "core/question.html", context | {"intro": intro})


@form_page
def take_down(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is down."""
    use: Use = get_visible(Use, request.actor, pk)
    form = forms.TakeDown(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.take_down(actor=request.actor, at=timezone.now(), pk=pk, **given)

    if was_saved(form, save):
        messages.success(request, _("Noted: it is down."))
        return redirect("consents:uses")
    context = {"form": form, "title": _("It is down"), "caption": use.what, "save": _("Save")}
    return render(request, "core/question.html", context | {"intro": use.where, "back": reverse("consents:uses")})
