"""Whom people ask, now and earlier, and whom the school asks about Prevent."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tutela.web.establishments import operations, queries
from tutela.web.establishments.forms import contacts as forms
from tutela.web.establishments.models import PreventContact

HISTORY = 20


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
