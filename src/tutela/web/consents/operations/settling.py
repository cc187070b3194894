"""What is still to be seen and may not be becomes an action, which ends when nothing of it is left."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.actions import queries as action_queries
from tutela.web.actions.models import Action
from tutela.web.actions.rules import states
from tutela.web.consents import queries
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission, permissions_of
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.responsibilities import queries as responsibilities

TAKE_DOWN_WITHIN = timedelta(days=5)
DUTY = "image-consents"
"""Whoever answers for this duty is given what has to be taken down."""
ORIGIN = "consent:"


@operation
def look_for_what_has_ended(*, actor: AnyActor, at: datetime, establishment: Establishment) -> int:
    """Whoever is still to be seen although an answer has run out, or they are of age now; how many people.

    Does nothing the second time while the action is open, and closes one whose pictures may all be shown again.
    """
    del actor  # what is found is the software's own work, whoever has it looked for
    system = SystemActor("pictures to take down", establishment.pk)
    today = establishments.local_day(establishment, at)
    shown = queries.list_wrongly_shown(establishment, on=today)
    standing = {one.origin: one for one in _list_open(system, ORIGIN)}
    wrong = {origin_of(one): one for one in shown}
    ask_to_take_down(establishment, [one for origin, one in wrong.items() if origin not in standing], at)
    for origin in standing.keys() - wrong.keys():
        _close(standing[origin], establishment, at)
    return len(shown)


def settle(establishment: Establishment, person: Person, at: datetime) -> None:
    """Open the action about somebody where they are still to be seen and may not be, else close it."""
    system = SystemActor("pictures to take down", establishment.pk)
    today = establishments.local_day(establishment, at)
    if queries.list_to_take_down(system, establishment, person, on=today):
        ask_to_take_down(establishment, [person], at)
        return
    for action in _list_open(system, origin_of(person)):
        _close(action, establishment, at)


def ask_to_take_down(establishment: Establishment, people: Iterable[Person], at: datetime) -> None:
    """Open an action about each. It leads to the list and names nobody; one that is open stays as it is."""
    system = SystemActor("pictures to take down", establishment.pk)
    people = list(people)
    owner = _whose(establishment, at) if people else None
    for person in people:
        actions.open_action(
            actor=system,
            at=at,
            establishment_id=establishment.pk,
            title=_("Take down pictures that may not be shown any more"),
            detail=_("The page it comes from lists where they are."),
            owner=owner,
            due_on=establishments.local_day(establishment, at) + TAKE_DOWN_WITHIN,
            source=_("Consents to pictures"),
            origin=origin_of(person),
            address=reverse("consents:take-down", kwargs={"pk": person.pk}),
            tag="protect",
        )


def origin_of(person: Person) -> str:
    """The key of the action about one person: a number, no name."""
    return f"{ORIGIN}{person.pk}"


def _list_open(system: SystemActor, origin: str) -> list[Action]:
    return [one for one in action_queries.list_by_origin(system, origin) if one.state == states.OPEN]


def _close(action: Action, establishment: Establishment, at: datetime) -> None:
    words, today = _("Nothing is left that may not be shown."), establishments.local_day(establishment, at)
    # somebody may have let it wait for another action, or ended it this moment: the picture is down all the same
    with suppress(actions.ActionRefused):
        actions.close_action(
            actor=SystemActor("pictures are down", establishment.pk), at=at, pk=action.pk, words=words,
            effective_on=today,
        )  # fmt: skip


def _whose(establishment: Establishment, at: datetime) -> Person | None:
    """Whoever answers for consents to pictures, else the head."""
    system = SystemActor("pictures to take down", establishment.pk)
    held = responsibilities.get_duty(system, establishment, DUTY, at=at)
    if held and held.accountable:
        person = held.accountable.assignment.person
        roles = responsibilities.roles_of(establishment, [person.pk], at=at).get(person.pk, ())
        # else the action would lead them to a page that does not open
        if Permission.CONSENT_WRITE in permissions_of(frozenset(roles)):
            return person
    return next(iter(establishments.list_holders(establishment, "head", "dsl", at=at)), None)
