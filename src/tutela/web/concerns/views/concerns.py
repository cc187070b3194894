"""The queue, a concern, and what is decided on it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.concerns import network, operations, queries, rules, words
from tutela.web.concerns.confidence import get_vault
from tutela.web.concerns.forms import work as ask
from tutela.web.concerns.queries.concern import ConcernRead, named_in
from tutela.web.concerns.views import form_page, posted
from tutela.web.concerns.views.report import as_people_say
from tutela.web.concerns.views.writing import show_put_right
from tutela.web.core.context import list_beside
from tutela.web.core.permissions import Permission
from tutela.web.core.templatetags.when import day
from tutela.web.establishments.queries import local_day

PER_PAGE = 25
OFFERED = 100
"""Cases to choose from beside those with the same people."""


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits: danger first, then the oldest; every filter is an address."""
    at = timezone.now()
    form = ask.Narrow(request.GET)
    form.is_valid()
    chosen = dict(form.cleaned_data)
    chosen["status"] = chosen.get("status") or [rules.WAITING]
    page = Paginator(queries.list_queue(request.actor, chosen), PER_PAGE).get_page(request.GET.get("page"))
    shown = [
        {
            "row": row,
            "theme": words.theme(row.theme),
            "status": words.STATUSES[row.status],
            "colour": words.STATUS_COLOURS[row.status],
        }
        for row in queries.read_names(actor=request.actor, rows=list(page), at=at)
    ]
    context = {
        "form": form,
        "rows": shown,
        "page": page,
        "narrowed": bool(request.GET),
        "open_cases": queries.count_open_cases(request.actor),
        "may_break_glass": request.actor.may(Permission.CASE_BREAK_GLASS),
    }
    return render(request, "concerns/queue.html", context)


@require_safe
def concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A concern with its words; the audit was written before they were opened."""
    read = queries.read_concern(actor=request.actor, concern_id=pk, at=timezone.now())
    earlier = queries.list_earlier(request.actor, pk)
    context = {
        **describe(read, may_write=_may_write(request)),
        "put_right": show_put_right(queries.list_put_right(request.actor, pk)),
        "beside": list_beside(request.actor, "concerns:concern", pk),
        "earlier": earlier,
        "may_work_here": _may_work_here(request, read),
        "hand_on_url": get_vault().hand_on_address(pk),
        "closed_before": any(one.is_closed and one.names for one in earlier),
    }
    return render(request, "concerns/concern.html", context)


@require_POST
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell whoever reported that it was read."""
    operations.acknowledge(actor=request.actor, concern_id=pk, at=timezone.now())
    messages.success(request, _("Whoever reported this now sees that it is being looked at."))
    return redirect("concerns:concern", pk=pk)


@form_page
def open_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a case on a concern."""
    read = queries.read_concern(actor=request.actor, concern_id=pk, at=timezone.now())
    form = ask.OpenCase(posted(request), initial={"version": read.version}, is_known=_is_known(read))

    def save(answers: dict[str, Any]) -> str:
        case = operations.open_case(actor=request.actor, concern_id=pk, at=timezone.now(), **answers)
        messages.success(request, _("Case %(number)d is open.") % {"number": case.number})
        return reverse("concerns:case", kwargs={"pk": case.pk})

    return _decide(request, read, form, save, title=_("Open a case"), words_of_button=_("Open a case"))


@form_page
def add_to_case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a concern part of a case; a closed one opens again."""
    at = timezone.now()
    read = queries.read_concern(actor=request.actor, concern_id=pk, at=at)
    cases = _list_offered(request, pk, at)
    if not cases:
        messages.info(request, _("There is no case yet that it could be added to."))
        return redirect("concerns:concern", pk=pk)
    form = ask.AddToCase(posted(request), initial={"version": read.version}, cases=cases, is_known=_is_known(read))

    def save(answers: dict[str, Any]) -> str:
        case_id = UUID(answers.pop("case"))
        operations.add_to_case(actor=request.actor, case_id=case_id, concern_id=pk, at=timezone.now(), **answers)
        messages.success(request, _("The concern is part of the case."))
        return reverse("concerns:case", kwargs={"pk": case_id})

    return _decide(request, read, form, save, title=_("Add to a case"), words_of_button=_("Add to this case"))


@form_page
def close_concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a concern without a case, with a reason."""
    read = queries.read_concern(actor=request.actor, concern_id=pk, at=timezone.now())
    form = ask.CloseConcern(posted(request), initial={"version": read.version}, is_known=_is_known(read))

    def save(answers: dict[str, Any]) -> str:
        text = answers.pop("text")
        operations.close_concern(actor=request.actor, concern_id=pk, words=text, at=timezone.now(), **answers)
        messages.success(request, _("The concern is closed."))
        return reverse("concerns:queue")

    return _decide(request, read, form, save, title=_("Close without a case"), words_of_button=_("Close this concern"))


def describe(read: ConcernRead, *, may_write: bool = False) -> dict[str, Any]:
    """A concern as the templates show it: its keys in words."""
    return {
        "may_write": may_write,
        "concern": read,
        "theme": words.theme(read.theme),
        "four_c": words.FOUR_CS[read.four_c],
        "place": words.PLACES[read.place],
        "route": words.ROUTES[read.route],
        "origin": words.ORIGINS[read.origin] if read.raised_by else words.WITHOUT_ACCOUNT.get(read.origin, ""),
        "status": words.STATUSES[read.status],
        "colour": words.STATUS_COLOURS[read.status],
        "happened_at": as_people_say(read.happened_at) if read.happened_at else None,
        "subjects": [someone.name for someone in read.people if someone.role in ("harmed", "alleged")],
        "people": [
            {
                "someone": someone,
                "part": words.ROLES[someone.role],
                "wrong_url": may_write and reverse("concerns:wrong-in-concern", args=[read.id, someone.involved_id]),
            }
            for someone in read.people
        ],
        "steps": [
            {"step": step, "words": STEPS[step.kind], "reason": words.CLOSE_REASONS.get(step.reason, "")}
            for step in read.steps
        ],
        "seen": network.fold(read.events),
        "is_from_outside": read.origin in rules.OUTSIDE_ORIGINS and not read.raised_by,
        "is_in_own_words": read.origin in rules.OUTSIDE_ORIGINS and bool(read.raised_by),
        "note_title": words.NOTES.get(read.origin, words.NOTE_WITH_ALERT),
    }


STEPS = {
    "acknowledged": words.ACKNOWLEDGED,
    "addition": words.ADDITION,
    "described": words.DESCRIBED,
    "in-case": words.TAKEN_IN,
    "closed": words.SHUT,
    "put-right": words.PUT_RIGHT,
}


def _decide(
    request: HttpRequest,
    read: ConcernRead,
    form: Any,
    save: Callable[[dict[str, Any]], str],
    *,
    title: str,
    words_of_button: str,
) -> HttpResponse:
    """Show a decision's form, or take the decision; when somebody else was quicker, say so and show what they did."""
    back = reverse("concerns:concern", kwargs={"pk": read.id})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(save(dict(form.cleaned_data)))
        except operations.ConcernChanged:
            messages.warning(request, _("Somebody else has dealt with this concern meanwhile. Look again."))
            return redirect(back)
        except rules.NotAllowed as error:
            form.add_error(None, str(error))
    caption = _("Concern %(receipt)s") % {"receipt": read.receipt}
    context = {"form": form, "back": back, "title": title, "save": words_of_button, "caption": caption}
    return render(request, "core/question.html", context)


def _list_offered(request: HttpRequest, concern_id: UUID, at: datetime) -> list[tuple[str, str]]:
    """Cases to add a concern to: those with the same people first, then the others that are open, then closed ones."""
    same = {
        str(one.case_id): _("Case %(number)d: %(names)s")
        % {"number": one.number, "names": ", ".join((*one.names, *one.siblings))}
        + (_(" (closed)") if one.is_closed else "")
        for one in queries.list_earlier(request.actor, concern_id)
    }
    rows = queries.CasePages(request.actor, local_day(request.establishment, at))[:OFFERED]
    return list({**same, **{str(row.id): name_of_case(row) for row in rows if str(row.id) not in same}}.items())


def name_of_case(row: queries.CaseRow) -> str:
    """A case in a list to choose from, without a word of what is in it."""
    given = {"number": row.number, "day": day(row.opened_at)}
    if row.is_closed:
        return _("Case %(number)d, opened %(day)s (closed)") % given
    return _("Case %(number)d, opened %(day)s") % given


def _may_work_here(request: HttpRequest, read: ConcernRead) -> list[str]:
    """Who may have caused harm and may be an adult of the place: then it is not this team's, and a person decides."""
    if not _may_write(request):
        return []
    return get_vault().list_possible(request.establishment, read.id, named_in(read))


def _is_known(read: ConcernRead) -> bool:
    return read.four_c != rules.UNSURE


def _may_write(request: HttpRequest) -> bool:
    return request.actor.may(Permission.CONCERN_WRITE)
