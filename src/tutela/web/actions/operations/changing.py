"""What happens to an action while it is open, and how it ends without being done."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tutela.web.actions.models import Action, ActionEntry
from tutela.web.actions.operations import writing
from tutela.web.actions.operations.refusals import AlreadyOpenAgain, Circular
from tutela.web.actions.rules import circles, states
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.models import Person

Kind = ActionEntry.Kind


@operation
def hand_over(*, actor: AnyActor, at: datetime, pk: UUID, to: Person | None, words: str = "") -> Action:
    """Somebody else owns it from now on, or nobody does. They are told. To the same person again changes nothing.

    Raises `NotInThisState`, `CannotOwn`.
    """
    action = writing.lock(actor, pk, change=True)
    writing.must_be(action, states.OPEN)
    writing.must_work_here(to, action, at)
    if action.owner_id != (to.pk if to else None):
        action.owner = to
        action.save(update_fields=["owner"])
        writing.write(actor, action, Kind.HANDED_OVER, at=at, words=words.strip(), owner=to)
        writing.tell_owner(actor, action, at)
    return action


@operation
def move_due(*, actor: AnyActor, at: datetime, pk: UUID, due_on: date, reason: str) -> Action:
    """It is due on another day, and the timeline says why. Raises `NotInThisState`, `WithoutReason`."""
    action = writing.lock(actor, pk)
    writing.must_be(action, states.OPEN)
    words = writing.must_have_words(reason)
    if action.due_on != due_on:
        action.due_on = due_on
        action.save(update_fields=["due_on"])
        writing.write(actor, action, Kind.MOVED, at=at, words=words, due_on=due_on)
    return action


@operation
def note(*, actor: AnyActor, at: datetime, pk: UUID, words: str) -> Action:
    """Write down how it stands, also after it has ended. Raises `WithoutReason` where there are no words."""
    action = writing.lock(actor, pk)
    writing.write(actor, action, Kind.NOTE, at=at, words=writing.must_have_words(words))
    return action


@operation
def wait_for(*, actor: AnyActor, at: datetime, pk: UUID, others: Collection[UUID]) -> Action:
    """It waits for exactly these from now on; those that have ended are left out.

    Raises `Circular` when they would wait for each other, `NotInThisState`.
    """
    action = writing.lock(actor, pk, change=True)
    writing.must_be(action, states.OPEN)
    chosen = list(Action.visible_to(actor).filter(pk__in=others, state=states.OPEN).order_by("title"))
    waits = writing.waits_of(action.establishment_id)
    waits[action.pk] = set()
    for other in chosen:
        if circle := circles.circle_made(waits, action.pk, other.pk):
            raise Circular(_titles(circle))
        waits[action.pk].add(other.pk)
    before = set(action.depends_on.filter(state=states.OPEN).values_list("pk", flat=True))
    if before != {other.pk for other in chosen}:
        action.depends_on.set(chosen)
        said = ", ".join(f"“{other.title}”" for other in chosen) or _("Nothing any more.")
        writing.write(actor, action, Kind.LINKED, at=at, words=said)
    return action


@operation
def drop_action(*, actor: AnyActor, at: datetime, pk: UUID, reason: str) -> Action:
    """It will not be done, and the timeline says why. Raises `NotInThisState`, `WithoutReason`."""
    action = writing.lock(actor, pk, change=True)
    writing.must_be(action, states.OPEN)
    words = writing.must_have_words(reason)
    action.state, action.ended_at = states.DROPPED, at
    action.save(update_fields=["state", "ended_at"])
    writing.write(actor, action, Kind.DROPPED, at=at, words=words)
    return action


@operation
def reopen(*, actor: AnyActor, at: datetime, pk: UUID, reason: str) -> Action:
    """It was not done after all. A day that has passed is moved on by a fortnight.

    Raises `NotInThisState`, `WithoutReason`, `AlreadyOpenAgain` when the next one has taken its place.
    """
    action = writing.lock(actor, pk, change=True)
    writing.must_be(action, states.DONE, states.DROPPED)
    words = writing.must_have_words(reason)
    if find_successor(action) is not None:
        raise AlreadyOpenAgain
    return open_again(actor, action, at, words)


def find_successor(action: Action) -> Action | None:
    """The open action that has taken the place of one that ended: the next occurrence, or one of the same origin."""
    here = Action.objects.filter(establishment_id=action.establishment_id, state=states.OPEN)
    following = here.filter(follows=action).first()
    if following is None and action.origin:
        following = here.filter(origin=action.origin, title=action.title).first()
    return following


def open_again(actor: AnyActor, action: Action, at: datetime, words: str) -> Action:
    """Open it with a day that leaves time."""
    today = writing.today_at(action, at)
    if action.due_on is None or action.due_on < today + states.AGAIN_WITHIN:
        action.due_on = today + states.AGAIN_WITHIN
    action.state, action.ended_at = states.OPEN, None
    action.save(update_fields=["state", "ended_at", "due_on"])
    writing.write(actor, action, Kind.REOPENED, at=at, words=words, due_on=action.due_on)
    return action


def _titles(pks: list[UUID]) -> list[str]:
    known = dict(Action.objects.filter(pk__in=pks).values_list("pk", "title"))
    return [known[pk] for pk in pks]
