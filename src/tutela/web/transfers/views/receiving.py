"""Files that came from the place before: taken in, read, linked to who they are about."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns.words import ROLES
from tutela.web.core.context import list_beside
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.operation import Refused
from tutela.web.establishments import queries as establishments
from tutela.web.exhibits import words
from tutela.web.exhibits.scanning import scan_now
from tutela.web.exhibits.vault import Damaged
from tutela.web.transfers import bundle, forms, operations, queries
from tutela.web.transfers.views import as_file, trail


@form_page
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a file that another place sent."""
    form = forms.File(
        posted(request),
        request.FILES or None,
        label=_("The file that they sent"),
        hint=_("It ends in .tutela. It is opened and proved here; what does not hold is refused, and nothing is kept."),
        most_bytes=bundle.MOST_BYTES,
    )
    made: list[Any] = []

    def save(answers: dict[str, Any]) -> None:
        try:
            made.append(
                operations.take_in(
                    actor=request.actor, establishment=request.establishment, content=answers["file"], at=timezone.now()
                )
            )
        except OSError as fault:
            raise Refused(_("There is no room here for its exhibits, so nothing of it was kept. Tell IT")) from fault

    if was_saved(form, save):
        messages.success(request, _("The file is here and proved. Send its receipt back, and say who it is about."))
        return redirect("transfers:received", pk=made[0].pk)
    context = {"form": form, "title": _("Take in a file"), "save": _("Take it in"), "back": reverse("transfers:list")}
    return render(request, "core/question.html", context)


@require_safe
def received(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it comes from, who it is about, and its chronology, which nobody writes in."""
    read = _read(request, pk)
    context = {
        "read": read,
        "link": read.links[-1] if read.links else None,
        "cases": [
            (case, [(name, ROLES.get(role, role)) for name, role in case.people]) for case in read.contents.cases
        ],
        "exhibits": [
            {
                "one": one,
                "kind": words.KINDS.get(one.told.kind, ""),
                "standing": words.STANDINGS.get(one.told.standing, ("", ""))[0],
                "lines": [(line, words.CUSTODY.get(line.kind, line.kind)) for line in one.told.ledger],
            }
            for one in read.exhibits
        ],
        "beside": list_beside(request.actor, "transfers:received", pk),
        "breadcrumbs": trail(),
    }
    return render(request, "transfers/received.html", context)


@require_safe
def save_receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The receipt that goes back; it names no child."""
    read = _read(request, pk)
    return as_file(read.receipt.encode(), f"{request.establishment.slug}-{read.sha256[:8]}.receipt")


@form_page
def put_exhibit(request: HttpRequest, pk: UUID, exhibit: UUID) -> HttpResponse:
    """Put an exhibit that came along into a case here. It begins in quarantine, as every file does."""
    read, at = _read(request, pk), timezone.now()
    one = next((one for one in read.exhibits if one.id == exhibit and not one.is_taken), None)
    if one is None:
        raise Http404
    person = read.links[-1].person_id if read.links else None
    cases = list(queries.cases_of(request.actor, person)) if person else []
    choices = [(str(case.pk), _("Case %(number)d") % {"number": case.number}) for case in cases]
    form = forms.IntoCase(posted(request), cases=choices)
    made: list[UUID] = []

    def save(answers: dict[str, Any]) -> None:
        try:
            made.append(
                operations.put_into_case(
                    actor=request.actor,
                    exhibit_id=exhibit,
                    told=one.told,
                    sender=read.sender,
                    case_id=UUID(answers["case"]),
                    at=at,
                )
            )
        except (Damaged, OSError) as fault:
            raise Refused(_("Its sealed file cannot be read here. Tell whoever looks after this server")) from fault

    if was_saved(form, save):
        scan_now(made[0], at)
        messages.success(request, _("It is an exhibit of the case now, and in quarantine until it was scanned."))
        return redirect("exhibits:exhibit", pk=made[0])
    context = {
        "form": form,
        "title": _("Put their exhibit %(number)d into a case") % {"number": one.told.number},
        "caption": _("Received from %(sender)s") % {"sender": read.sender},
        "save": _("Put it into this case"),
        "back": reverse("transfers:received", args=[pk]),
        "is_linked": person is not None,
        "none": not choices,
        "link": reverse("transfers:link", args=[pk]),
    }
    return render(request, "transfers/put_exhibit.html", context)


@form_page
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who here it is about, or put a wrong link right; the wrong one stays beside the file."""
    read, asked = _read(request, pk), request.GET.get("q", "").strip()
    found = queries.propose_people(request.actor, read, asked)
    choices = [(str(one.pk), one.full_name) for one in found]
    form = forms.Link(posted(request), people=choices, is_first=not read.links)

    def save(answers: dict[str, Any]) -> None:
        chosen = answers["person"]
        person = None if chosen == forms.NOBODY else establishments.get_person(request.actor, UUID(chosen))
        operations.link_received(
            actor=request.actor, received_id=pk, person=person, why=answers.get("why", ""), at=timezone.now()
        )

    if was_saved(form, save):
        messages.success(request, _("Saved. What it was linked to before stays beside it."))
        return redirect("transfers:received", pk=pk)
    context = {
        "form": form,
        "read": read,
        "asked": asked,
        "title": _("Who is this file about?"),
        "save": _("Save"),
        "back": reverse("transfers:received", args=[pk]),
    }
    return render(request, "transfers/link.html", context)


def _read(request: HttpRequest, pk: UUID) -> Any:
    return queries.read_received(actor=request.actor, received_id=pk, at=timezone.now())
