"""What a handler has, one matter with all of it, and to whom else it is open."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.allegations import forms, operations, queries, shipped, words
from tutela.web.allegations.operations.opening import list_may_be_named
from tutela.web.allegations.rules import NotAllowed
from tutela.web.allegations.views import NOBODY_ASKED, ask, officer_of, read
from tutela.web.concerns.queries import may_read
from tutela.web.core.context import list_beside
from tutela.web.core.forms.pages import form_page, posted
from tutela.web.establishments.queries import local_day


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Every matter that this person handles."""
    lines = [
        {
            "line": one,
            "kind": words.REPORTED_SHORT[one.row.reported_as],
            "decision": words.DECISIONS[one.decision],
            "colour": words.DECISION_COLOURS[one.decision],
            "outcome": shipped.get_outcome(one.outcome).title if one.outcome else "",
        }
        for one in queries.list_matters(actor=request.actor, at=timezone.now())
    ]
    at = timezone.now()
    context = {
        "lines": lines,
        "due": queries.list_due(request.actor, local_day(request.establishment, at)),
        "waiting": queries.list_waiting(request.actor, at),
        "gone": queries.list_certificates(request.actor),
    }
    return render(request, "allegations/matters.html", {**NOBODY_ASKED, **context})


@require_safe
def matter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A matter with its words; the audit was written before they were opened."""
    found = read(request, pk)
    low = [one for one in found.others if one.decision == "low-level"]
    ending, stand = found.ending, queries.stand_of(found.row)
    keeping = shipped.get_words().keeping
    context = {
        **NOBODY_ASKED,
        "matter": found,
        "reported_as": words.REPORTED_AS[found.row.reported_as],
        "decision": words.DECISIONS[found.decision],
        "colour": words.DECISION_COLOURS[found.decision],
        "entries": [{"entry": one, "title": words.ENTRIES[one.kind]} for one in found.entries],
        "others": [
            {
                "other": one,
                "kind": words.REPORTED_SHORT[one.reported_as],
                "decision": words.DECISIONS[one.decision],
                "outcome": shipped.get_outcome(one.outcome).title if one.outcome else "",
            }
            for one in found.others
        ],
        "several": len(low) + (found.decision == "low-level") > 1,
        "officer": officer_of(request),
        "outcome": shipped.get_outcome(ending.outcome) if ending else None,
        "kept": keeping[ending.keep] if ending else "",
        "kept_stand": stand,
        "is_due": stand.due_on is not None and stand.due_on <= local_day(found.row.establishment, timezone.now()),
        "others_open": [one for one in found.handlers if not one.role],
        # the conversation with whoever told us without an account, where it came so
        "beside": list_beside(request.actor, "concerns:concern", pk),
        "concerns": [one for one in found.concern_ids if may_read(request.actor, one)],
    }
    return render(request, "allegations/matter.html", context)


@form_page
def open_to(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open it to one more person."""
    found = read(request, pk)
    if not found.i_handle:
        raise Http404
    people = [(str(one.pk), one.full_name) for one in list_may_be_named(found.row, at=timezone.now())]
    form = forms.OpenTo(posted(request), people=people, initial={"version": found.version})

    def save(given: dict[str, Any]) -> None:
        given["person_id"] = UUID(given.pop("person"))
        operations.open_to(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return ask(
        request, found, form, save, title=_("Open it to somebody"), words_of_button=_("Open it to them"),
        intro=_("They read all of it, and may write in it, until you end that. They are told that something waits."),
    )  # fmt: skip


@require_POST
def close_to(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    """End that it is open to somebody."""
    found = read(request, pk)
    try:
        operations.close_to(actor=request.actor, at=timezone.now(), pk=pk, version=found.version, person_id=person)
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("It is no longer open to them."))
    return redirect("allegations:matter", pk=pk)
