"""By what the network knows who is asking: devices with fixed addresses, and names and passwords for the proxy."""

import csv
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core.rows import get_visible
from tutela.web.establishments import operations, queries
from tutela.web.establishments.forms import network as forms
from tutela.web.establishments.forms.imports import HeldInMemory
from tutela.web.establishments.importing.columns import BadHeader
from tutela.web.establishments.importing.devices import DEVICE_COLUMNS, read_devices
from tutela.web.establishments.importing.reading import CannotRead
from tutela.web.establishments.models import KnownDevice, Person
from tutela.web.establishments.views.imports import neutral
from tutela.web.establishments.views.keepers import say

ON_A_PAGE = 50
REFUSED = (operations.AddressTaken, operations.NotKnownByLogin, operations.NotAnAgeGroup)


@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Every device in force, with whose it is."""
    form = forms.FindDevice(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("words", "")
    found = queries.find_devices(request.actor, words)
    context = {
        "form": form,
        "words": words,
        "page_obj": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "back": reverse("establishments:people"),
    }
    return render(request, "establishments/devices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_shared(request: HttpRequest) -> HttpResponse:
    """A device that an age group shares."""
    form = forms.SharedDevice(request.POST or None, groups=queries.list_groups(request.actor))
    if form.is_bound and form.is_valid() and _add(request, form, **form.given()):
        return redirect("establishments:devices")
    context = {
        "form": form,
        "title": _("Add a device that is shared"),
        "intro": _("For a device that is one person’s, open that person and add it there."),
        "save": _("Add device"),
        "back": reverse("establishments:devices"),
    }
    return render(request, "core/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_own(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A device that is one person's."""
    person: Person = get_visible(Person, request.actor, pk)
    form = forms.Device(request.POST or None)
    if form.is_bound and form.is_valid() and _add(request, form, person=person, **form.cleaned_data):
        return redirect("establishments:person", pk=pk)
    context = {
        "form": form,
        "title": _("Add a device of %(name)s") % {"name": person},
        "intro": _("Whatever is asked for from its address is recorded as theirs. Add it only if nobody else uses it."),
        "save": _("Add device"),
        "back": reverse("establishments:person", args=[pk]),
    }
    return render(request, "core/question.html", context)


def _add(request: HttpRequest, form: Any, **given: Any) -> bool:
    try:
        device = operations.add_device(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, **given
        )
    except REFUSED as refused:
        form.add_error("address" if isinstance(refused, operations.AddressTaken) else None, str(refused))
    except ValidationError as fault:
        for name, words in fault.message_dict.items():
            form.add_error(name if name in form.fields else None, words)
    else:
        say(request, _("%(name)s is known on the network within a minute.") % {"name": device})
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
def end_device(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A device is known no longer."""
    device: KnownDevice = get_visible(KnownDevice, request.actor, pk)
    page = reverse("establishments:devices")
    if request.GET.get("from") == "person" and device.person_id:
        page = reverse("establishments:person", args=[device.person_id])
    if request.method == "POST":
        operations.end_device(actor=request.actor, at=timezone.now(), device=device)
        say(request, _("%(name)s is no longer known on the network within a minute.") % {"name": device})
        return redirect(page)
    return render(request, "establishments/device_end.html", {"device": device, "back": page})


@csrf_exempt  # checked inside, once the handler is set that keeps the file off the disc: the check reads the form
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Add every device of a file; what is wrong with a row stands beside its number and stops none of the others."""
    request.upload_handlers = [HeldInMemory(request)]
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    form = forms.DevicesFile(request.POST, request.FILES) if request.method == "POST" else forms.DevicesFile()
    context: dict[str, Any] = {"form": form, "columns": DEVICE_COLUMNS, "back": reverse("establishments:devices")}
    context["groups"] = [one.name for one in queries.list_groups(request.actor)]
    if request.method == "POST" and form.is_valid():
        at, here = timezone.now(), request.establishment
        known = queries.list_what_is_here(here, on=queries.local_day(here, at))
        try:
            read = read_devices(form.cleaned_data["file"].read(), known)
            added = operations.add_devices(actor=request.actor, at=at, establishment=here, wanted=read.wanted)
        except (CannotRead, BadHeader, *REFUSED) as bad:  # the last where somebody else added one meanwhile
            form.add_error("file", str(bad))
        else:
            context |= {"read": read, "added": added}
            return render(request, "establishments/devices_added.html", context)
    return render(request, "establishments/devices_upload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def credential(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a name and a password for the proxy alone: shown with this answer and never again."""
    person: Person = get_visible(Person, request.actor, pk)
    context: dict[str, Any] = {"person": person, "back": reverse("establishments:person", args=[pk])}
    context["known"] = queries.get_network_credential(request.actor, person)
    if request.method == "POST":
        try:
            made, secret = operations.make_network_credential(actor=request.actor, at=timezone.now(), person=person)
        except operations.NotKnownByLogin as refused:
            context["refused"] = str(refused)
        else:
            return render(request, "establishments/credential_made.html", context | {"made": made, "secret": secret})
    return render(request, "establishments/credential.html", context)


@require_POST
def end_credential(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proxy takes somebody's name and password no longer."""
    person: Person = get_visible(Person, request.actor, pk)
    if operations.end_network_credential(actor=request.actor, at=timezone.now(), person=person):
        say(request, _("The network credential of %(name)s stops working within a minute.") % {"name": person})
    return redirect("establishments:person", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def credentials(request: HttpRequest) -> HttpResponse:
    """Names and passwords for a whole year or class: in a file that is made once and not kept here."""
    form = forms.GroupCredentials(request.POST or None, groups=queries.list_classes(request.actor))
    if form.is_bound and form.is_valid():
        at = timezone.now()
        group, anew = form.groups[form.cleaned_data["group"]], form.cleaned_data["whom"] == "all"
        people = queries.list_to_be_known(group, on=queries.local_day(request.establishment, at), anew=anew)
        if people:
            made = operations.make_network_credentials(actor=request.actor, at=at, people=people)
            answer = HttpResponse(content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = f'attachment; filename="network-credentials-{group.key}.csv"'
            answer.write("\ufeff")  # so that spreadsheets take it for UTF-8
            rows = csv.writer(answer)
            rows.writerow([_("Name"), _("Network name"), _("Network password")])
            for one, secret in made:
                rows.writerow([neutral(one.person.full_name), neutral(one.username), secret])
            return answer
        form.add_error(None, _("Nobody in it needs one: whoever has a login on the network has one already."))
    context = {
        "form": form,
        "title": _("Make network credentials for a year or class"),
        "intro": _(
            "You get a file with a name and a password for each learner. It is not kept here: "
            "hand it out, then destroy it."
        ),
        "save": _("Make them and download the file"),
        "back": reverse("establishments:devices"),
    }
    return render(request, "core/question.html", context)
