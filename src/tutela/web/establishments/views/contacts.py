"""Whom people ask, now and earlier, and whom the school asks about Prevent."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.establishments import operations, queries
from tutela.web.establishments.forms import contacts as forms
from tutela.web.establishments.forms.hours import DAYS, Hours
from tutela.web.establishments.models import Absence, CoverHours, PreventContact

HISTORY = 20
MAY_BE_AWAY = ("dsl", "deputy-dsl", "head", "chair")
"""Whose absence changes who is named, told or asked: those to whom something waits for."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The named contact with everybody who was it before, and the contacts about Prevent with what is missing."""
    here, at = request.establishment, timezone.now()
    gaps = dict(queries.list_prevent_gaps(here, at=at))
    prevent = [
        (kind, title, queries.get_prevent_contact(here, kind, at=at), gaps.get(kind, ""))
        for kind, title in PreventContact.Kind.choices
    ]
    context = {
        "contacts": queries.list_named_contacts(here)[:HISTORY],
        "hours": _by_day(queries.list_cover_hours(here, at=at)),
        "earlier": _published_together(queries.list_earlier_cover_hours(here))[:HISTORY],
        "away": queries.list_absences(here, on=queries.local_day(here, at)),
        "today": queries.local_day(here, at),
        "decides": request.actor.may(Permission.ROLE_DECIDE),
        "trust": here.trust,
        "filters": here.provider_name or "Tutela",
        "prevent": prevent if here.nation in queries.PREVENT_APPLIES else [],
        "back": "/",
    }
    return render(request, "establishments/contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Somebody else is the one to ask from now on."""
    here, at = request.establishment, timezone.now()
    holders = queries.list_holders(here, *queries.CONTACT_ROLES, at=at)
    form = forms.NameContact(request.POST if request.method == "POST" else None, holders=holders)
    if form.is_bound and form.is_valid():
        operations.name_contact(actor=request.actor, at=at, establishment=here, **form.chosen())
        messages.success(request, _("%(name)s is the named contact now.") % {"name": form.chosen()["person"]})
        return redirect("establishments:contacts")
    back = reverse("establishments:contacts")
    context = {"form": form, "title": _("Whom do people ask?"), "save": _("Save"), "back": back}
    return render(request, "core/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def note_prevent(request: HttpRequest, kind: str) -> HttpResponse:
    """Say, or say again after a year, whom the school turns to about Prevent."""
    titles = dict(PreventContact.Kind.choices)
    here, at = request.establishment, timezone.now()
    if kind not in titles or here.nation not in queries.PREVENT_APPLIES:
        raise Http404
    known = queries.get_prevent_contact(here, kind, at=at)
    initial = {"name": known.name, "email": known.email, "phone": known.phone} if known else None
    form = forms.PreventContact(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        operations.note_prevent_contact(actor=request.actor, at=at, establishment=here, kind=kind, **form.cleaned_data)
        messages.success(request, _("Noted. It counts for a year; then we ask again."))
        return redirect("establishments:contacts")
    context = {"form": form, "title": titles[kind], "back": reverse("establishments:contacts")}
    return render(request, "core/question.html", context | {"save": _("This is right today")})


@require_http_methods(["GET", "HEAD", "POST"])
def change_hours(request: HttpRequest) -> HttpResponse:
    """When somebody looks, from now on."""
    here, at = request.establishment, timezone.now()
    form = Hours(request.POST if request.method == "POST" else None, now=queries.list_cover_hours(here, at=at))
    back = reverse("establishments:contacts")
    if form.is_bound and form.is_valid():
        operations.publish_cover_hours(actor=request.actor, at=at, establishment=here, hours=form.hours)
        messages.success(request, _("Saved. Whoever reports something reads these hours from now on."))
        return redirect(back)
    context = {
        "form": form,
        "title": _("When does somebody look?"),
        "intro": _(
            "The hours in which somebody looks at alerts and reports. Outside of them the most serious ones go to "
            "whoever covers, and everybody who reports reads by when somebody looks. Write 8am to 4pm, or "
            "8:00–12:00, 13:00–16:00; leave a day empty if nobody looks."
        ),
        "save": _("Save"),
        "back": back,
    }
    return render(request, "core/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def note_away(request: HttpRequest) -> HttpResponse:
    """Somebody who answers for safeguarding is away for some days."""
    here, at = request.establishment, timezone.now()
    today, back = queries.local_day(here, at), reverse("establishments:contacts")
    people = queries.list_holders(here, *MAY_BE_AWAY, at=at)
    form = forms.Away(request.POST if request.method == "POST" else None, people=people, today=today)
    if form.is_bound and form.is_valid():
        operations.note_absence(actor=request.actor, at=at, **form.chosen())
        name = {"name": form.chosen()["person"]}
        messages.success(request, _("Noted. What waits for %(name)s then goes to whoever stands in.") % name)
        return redirect(back)
    context = {"form": form, "title": _("Note that somebody is away"), "save": _("Save"), "back": back}
    return render(request, "core/question.html", context)


@require_POST
def end_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody is back, or stays after all."""
    absence: Absence = get_visible(Absence, request.actor, pk)
    at = timezone.now()
    on = queries.local_day(request.establishment, at)
    operations.end_absence(actor=request.actor, absence=absence, on=on, at=at)
    messages.success(request, _("%(name)s is back.") % {"name": absence.person})
    return redirect("establishments:contacts")


def _by_day(hours: list[CoverHours]) -> list[tuple[str, str]]:
    """Each day with its stretches in words."""
    found: dict[int, list[str]] = {}
    for row in hours:
        found.setdefault(row.day, []).append(f"{row.opens:%H:%M}–{row.closes:%H:%M}")
    return [(str(DAYS[day]), ", ".join(stretches)) for day, stretches in found.items()]


def _published_together(hours: list[CoverHours]) -> list[tuple[CoverHours, list[tuple[str, str]]]]:
    """Hours of the past by when they ended, each with one of its rows for the days and the person."""
    groups = [list(rows) for _until, rows in groupby(hours, key=lambda row: row.until_at)]
    return [(rows[0], _by_day(rows)) for rows in groups]
