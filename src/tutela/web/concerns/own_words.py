"""Who does not work here reports in their own words, on pages that stand above this app and are reached by this."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from tutela.web.concerns import queries
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class OwnPages:
    """The names of the pages on which somebody reports, goes on with what they began, and sees what became of it."""

    report: str
    check: str
    sent: str
    mine: str


_pages: list[OwnPages] = []


def register(pages: OwnPages) -> None:
    """Say which they are; once, when the software starts."""
    _pages[:] = [pages]


def works_here(actor: AnyActor) -> bool:
    """Whether this person is asked as staff are: governors and partners' staff too, learners and families not."""
    return actor.may(Permission.ALLEGATION_REPORT)


def of_staff(page: str) -> Callable[[View], View]:
    """A page of the form for staff; `page` is the one of `OwnPages` to which anybody else is led instead."""

    def of(view: View) -> View:
        @wraps(view)
        def chosen(request: HttpRequest, **parts: Any) -> HttpResponse:
            if works_here(request.actor):
                return view(request, **parts)
            parts.pop("question", None)
            if not all(_is_own(request.actor, key) for key in parts.values()):
                raise Http404
            return redirect(getattr(_pages[0], page), **parts)

        return chosen

    return of


def _is_own(actor: AnyActor, key: UUID) -> bool:
    """Whether somebody began or sent the report with this key."""
    return queries.get_draft(actor, key, timezone.now()) is not None or queries.get_own_report(actor, key) is not None
