"""Bringing in a file: asked first what it may show, then sealed while it arrives."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from tutela.web.concerns import queries as concerns
from tutela.web.core.forms.pages import form_page, posted
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.exhibits import apart, forms, kinds, names, operations, queries, rules, shares
from tutela.web.exhibits.scanning import scan_exhibit
from tutela.web.exhibits.uploads import FIELD, Sent, ToQuarantine
from tutela.web.exhibits.vault import Damaged
from tutela.web.exhibits.views import show, show_facts, trail

SALT = "exhibit-asked"
ANSWER_SECONDS = 3600
LOOKED_INTO = (*kinds.PICTURES, "pdf", kinds.PACKED)


@require_safe
def of_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All exhibits of a case, and facts of what is not kept."""
    case = concerns.get_case(request.actor, pk)
    found, facts = queries.list_exhibits(actor=request.actor, case_id=pk, at=timezone.now())
    context = {
        "case": case,
        "exhibits": [show(one) for one in found],
        "facts": [show_facts(one) for one in facts],
        "may_write": request.actor.may(Permission.CONCERN_WRITE),
        "breadcrumbs": trail(pk, case.number),
    }
    return render(request, "exhibits/of_case.html", context)


@require_POST
def keep_web_records(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the concerns of the case hold of web records, as an exhibit."""
    at = timezone.now()
    today = establishments.local_day(request.establishment, at)
    try:
        exhibit = operations.keep_web_records(actor=request.actor, case_id=pk, today=today, at=at)
    except rules.NotNow as reason:
        messages.error(request, str(reason))
        return redirect("exhibits:of-case", pk=pk)
    return redirect("exhibits:exhibit", pk=exhibit.pk)


@form_page
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the file may show. Only a plain no leads to where a file can be chosen."""
    case = concerns.get_case(request.actor, pk)
    form = forms.Asked(posted(request))
    if form.is_bound and form.is_valid():
        if form.cleaned_data["shows"] != "no":
            return redirect("exhibits:not-kept", pk=pk)
        asked = signing.dumps([str(pk), str(request.user.pk)], salt=SALT)
        return redirect(f"{reverse('exhibits:upload', args=[pk])}?asked={asked}")
    context = {
        "form": form,
        "caption": _("Case %(number)d: add an exhibit") % {"number": case.number},
        "save": _("Continue"),
        "back": reverse("exhibits:of-case", args=[pk]),
    }
    return render(request, "core/question.html", context)


@csrf_exempt  # checked inside, once the handler is set that seals the file as it arrives: the check reads the form
@form_page
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file. Whoever has not answered what it may show is asked first, before a byte of it is read."""
    concerns.get_case(request.actor, pk)
    if not _was_asked(request, pk):
        return redirect("exhibits:ask", pk=pk)
    handler = ToQuarantine(request)
    request.upload_handlers = [handler]
    return _upload(request, pk, handler)


@csrf_protect
def _upload(request: HttpRequest, pk: UUID, handler: ToQuarantine) -> HttpResponse:
    case = concerns.get_case(request.actor, pk)
    files = request.FILES if request.method == "POST" else None
    initial = {"zone": request.establishment.time_zone}
    form = forms.Upload(posted(request), files, initial=initial, most_mb=settings.TUTELA.exhibit_most_mb)
    sent: Sent | None = files.get(FIELD) if files is not None else None
    if handler.fault:
        form.refuse(handler.fault)
    elif form.is_bound and form.is_valid() and sent is not None and (kept := _keep(request, pk, form, sent)):
        return kept
    if sent is not None:
        sent.discard()
    context = {
        "form": form,
        "title": _("Add an exhibit"),
        "caption": _("Case %(number)d") % {"number": case.number},
        "save": _("Upload and seal"),
        "back": reverse("exhibits:ask", args=[pk]),
    }
    return render(request, "exhibits/upload.html", context, status=200 if not handler.fault else 422)


def _keep(request: HttpRequest, pk: UUID, form: forms.Upload, sent: Sent) -> HttpResponse | None:
    """Look into it, make it an exhibit, ask the scanner. Without an answer the form says why it was not kept."""
    if not sent.kind:
        form.refuse("kind")
        return None
    at = timezone.now()
    try:
        found: dict[str, Any] = {"kind": sent.kind, "notes": []}
        if sent.kind in LOOKED_INTO:
            found, _made = apart.look({"do": "inspect", "kind": sent.kind}, sent.read_sealed())
        shares.keep(settings.TUTELA.keys, sent.sealed.id, sent.sealed.share)
    except apart.CannotLook as reason:
        form.refuse("kind" if sent.kind == kinds.PACKED else str(reason))
        return None
    except (OSError, Damaged):
        form.refuse("keys")
        return None
    notes = [*found["notes"], *(["mixed-name"] if names.mixes_writings(sent.name or "") else [])]
    try:
        exhibit = operations.receive(
            actor=request.actor,
            case_id=pk,
            sealed=sent.sealed,
            kind=found["kind"],
            notes=notes,
            name=names.clean_name(sent.name or ""),
            about=form.cleaned_data["about"],
            zone=form.cleaned_data["zone"],
            at=at,
        )
    except BaseException:
        sent.discard()
        raise
    scan_exhibit(exhibit, at)
    messages.success(request, _("The file is sealed as it came. Its SHA-256 stands in the chronology."))
    return redirect("exhibits:exhibit", pk=exhibit.pk)


def _was_asked(request: HttpRequest, pk: UUID) -> bool:
    try:
        given = signing.loads(request.GET.get("asked", ""), salt=SALT, max_age=ANSWER_SECONDS)
    except signing.BadSignature:
        return False
    return bool(given == [str(pk), str(request.user.pk)])
