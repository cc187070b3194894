"""Who may keep the list of people: asked by every page about a person that is not their own."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import SECOND_FACTOR_SET_UP
from tutela.web.core.rows import get_visible
from tutela.web.establishments import rules
from tutela.web.establishments.models import Person

View = Callable[..., HttpResponse]


def keeps_people(permissions: Collection[Permission]) -> bool:
    """Who changes what is known of people: IT, the head, the safeguarding lead. The chair decides about roles alone."""
    if Permission.ESTABLISHMENT_MANAGE in permissions:
        return True
    return Permission.ROLE_DECIDE in permissions and Permission.PERSON_READ in permissions


def keepers_only(may: Callable[[Collection[Permission]], bool]) -> Callable[[View], View]:
    """The page is not there for others, and opens with a second factor: what is done on it opens doors."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.actor.permissions):
                raise Http404
            if not request.actor.second_factor:
                return redirect(SECOND_FACTOR_SET_UP)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def get_person_for(request: HttpRequest, pk: UUID) -> Person:
    """The person, for whoever keeps people or decides about roles; for others there is none."""
    if not keeps_people(request.actor.permissions) and not rules.may_propose(request.actor.permissions):
        raise Http404
    person: Person = get_visible(Person, request.actor, pk)
    return person


def say(request: HttpRequest, words: str) -> None:
    """A message on the next page."""
    messages.success(request, words)
