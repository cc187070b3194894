"""What the pages of a case share: how it stands, how it is read, and how a form of it is written."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.concerns import operations, queries, rules, words
from tutela.web.concerns.queries.case import CaseRead, Moment
from tutela.web.concerns.queries.lists import CaseNow
from tutela.web.concerns.queries.relinking import PutRight
from tutela.web.concerns.views import is_number
from tutela.web.concerns.views.report import as_people_say
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments


def show(moment: Moment) -> dict[str, Any]:
    """An entry of the chronology as the template shows it."""
    written = moment.written_at
    late = bool(written and abs((written - moment.at).total_seconds()) > 3600)
    return {
        "moment": moment,
        "at": as_people_say(moment.at),
        "place": words.PLACES.get(moment.place, ""),
        "written_at": written if late else None,
        "can_correct": bool(moment.entry_id and moment.text and moment.kind != "correction"),
        "corrections": [show(correction) for correction in moment.corrections],
    }


def show_put_right(rows: Iterable[PutRight]) -> list[dict[str, Any]]:
    """Who was linked by mistake, as the template shows it."""
    return [
        {
            "one": row,
            "part": words.ROLES[row.role],
            "instead_part": words.ROLES.get(row.instead_role, ""),
            "entries": [(words.CASE_ENTRIES[entry.kind], entry) for entry in row.entries],
        }
        for row in rows
    ]


def str_of(now: CaseNow) -> str:
    """What a case is called, without a word of what is in it."""
    return _("Case %(number)d") % {"number": now.number}


def write(
    request: HttpRequest,
    now: CaseNow,
    form: Any,
    save: Callable[[dict[str, Any]], None],
    *,
    title: str,
    done: str,
    button: str = "",
    page: str = "write",
    home: str = "",
    **more: Any,
) -> HttpResponse:
    """Show a form, or write what it says. When somebody else wrote meanwhile, show that first and keep the words.

    `home` is where it leads when it is done, and back to: the page of the case unless said otherwise.
    """
    home = home or address(now)
    news: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except operations.CaseChanged:
            seen = request.POST.get("version", "")
            read = read_case(request, now.id)
            news = [show(moment) for moment in read.entries_since(int(seen) if is_number(seen) else 0)]
            more["version"] = read.version
            form.data = form.data.copy()
            form.data["version"] = str(read.version)
        except rules.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(home)
    context = {"form": form, "back": home, "title": title, "caption": str_of(now), "news": news, **more}
    context["save"] = button or _("Save")
    return render(request, f"concerns/{page}.html", context)


def now_of(request: HttpRequest, pk: UUID) -> tuple[CaseNow, int]:
    """How the case stands, and the version that was seen when the link was followed."""
    now = queries.get_case(request.actor, pk)
    seen = request.GET.get("seen", "")
    return now, int(seen) if is_number(seen) else now.version


def read_case(request: HttpRequest, pk: UUID) -> CaseRead:
    """The case with its words; the audit is written first."""
    at = timezone.now()
    return queries.read_case(actor=request.actor, case_id=pk, today=day_there(request, at), at=at)


def list_team(request: HttpRequest, now: CaseNow) -> list[tuple[str, str]]:
    """Those who may read the case by their role, by key and name."""
    roles = rules.ROUTE_ROLES[now.route]
    people = establishments.list_holders(request.establishment, *roles, at=timezone.now())
    return [(str(person.pk), person.full_name) for person in people]


def may_close(request: HttpRequest, now: CaseNow) -> bool:
    """Whether this person leads the case: closes it, and judges what was done of whose accord."""
    return rules.may_close_case(request.actor.may(Permission.CASE_CLOSE), now.route, request.actor.roles)


def day_there(request: HttpRequest, at: datetime) -> date:
    """The day that it is at the establishment."""
    day: date = establishments.local_day(request.establishment, at)
    return day


def address(now: CaseNow) -> str:
    """The page of the case."""
    return reverse("concerns:case", kwargs={"pk": now.id})
