"""The pages of actions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tutela.web.actions.models import Action
from tutela.web.actions.operations import ActionRefused
from tutela.web.actions.rules import states
from tutela.web.actions.rules.files import BadFile
from tutela.web.actions.words import FILES
from tutela.web.core.forms import Form
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person

form_page = require_http_methods(["GET", "HEAD", "POST"])
ROLES = ("dsl", "deputy-dsl", "head", "it", "chair")
"""Whom the page offers as owners; everybody else who works here is found by name."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def get_action(request: HttpRequest, pk: Any, *, change: bool = False) -> Action:
    """The action, for whoever may work on it; a 404 for all others. change: for what its owner alone may not do."""
    action: Action = get_visible(Action, request.actor, pk)
    if not (states.may_change(request.actor) if change else states.may_work(request.actor, action.owner_id)):
        raise Http404
    return action


def was_saved(form: Form, save: Callable[[dict[str, Any]], Any]) -> bool:
    """Do what the form asks for, if it is in order; what is refused stands above it in words."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        save(form.cleaned_data)
    except BadFile as bad:
        form.add_error("document", FILES[bad.wrong])
    except ActionRefused as refused:
        form.add_error(None, str(refused))
    return not form.errors


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
