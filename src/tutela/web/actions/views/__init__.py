"""The pages of actions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from tutela.web.actions.models import Action
from tutela.web.actions.rules import states
from tutela.web.actions.rules.files import BadFile
from tutela.web.actions.words import FILES
from tutela.web.core.forms import Form, pages
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person

ROLES = ("dsl", "deputy-dsl", "head", "it", "chair")
"""Whom the page offers as owners; everybody else who works here is found by name."""


def get_action(request: HttpRequest, pk: Any, *, change: bool = False) -> Action:
    """The action, for whoever may work on it; a 404 for all others. change: for what its owner alone may not do."""
    action: Action = get_visible(Action, request.actor, pk)
    if not (states.may_change(request.actor) if change else states.may_work(request.actor, action.owner_id)):
        raise Http404
    return action


def was_saved(form: Form, save: Callable[[dict[str, Any]], Any]) -> bool:
    """As `core.forms.pages.was_saved`; what is wrong with a file stands at the file."""

    def checked(given: dict[str, Any]) -> None:
        try:
            save(given)
        except BadFile as bad:
            form.add_error("document", FILES[bad.wrong])

    return pages.was_saved(form, checked)


def owners(request: HttpRequest, at: datetime) -> dict[str, Any]:
    """What a form that asks who needs to know: those who answer for safeguarding, oneself first, and a search."""
    holders = establishments.list_holders(request.establishment, *ROLES, at=at)
    mine = [one for one in holders if one.pk == request.actor.person_id]
    if not mine and (me := establishments.get_person(request.actor, request.actor.person_id)):
        mine = [me]
    people = [(one, _("%(name)s (you)") % {"name": one.full_name}) for one in mine]
    people += [(one, one.full_name) for one in holders if one not in mine]

    def search(name: str) -> list[Person]:
        found = establishments.search_people(request.actor, name, most=500)
        working = [one for one in found if one.kind in (Person.Kind.STAFF, Person.Kind.PARTNER)]
        return establishments.leave_out_guests(working)

    return {"people": people, "search": search}
