"""An action comes to be."""

from datetime import date, datetime
from math import isfinite

from tutela.web.actions.models import SOURCE_LETTERS, TITLE_LETTERS, Action, ActionEntry
from tutela.web.actions.operations import writing
from tutela.web.actions.operations.refusals import BadAddress, BadBar
from tutela.web.actions.rules import states
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.models import Establishment, Person
from tutela.web.evidence.kinds import list_kinds

Bar = tuple[str, float | None, float | None]
"""A kind of live evidence, at least, at most: exactly one of the two."""


@operation
def open_action(
    *, actor: AnyActor, at: datetime, establishment_id: int, title: str, detail: str = "",
    owner: Person | None = None, due_on: date | None = None, source: str, origin: str = "", address: str = "",
    tag: str = "", bar: Bar | None = None, recurs_days: int | None = None,
) -> Action:  # fmt: skip
    """Set something to be done. While one of the same origin and title is open, that one comes back unchanged.

    source: where it comes from, in words. origin: the same as a key that never changes ("review:<uuid>:<statement>").
    address: the page it comes from, a path of this site. recurs_days: closing opens the next, so many days later.
    Without an owner or a day it is opened all the same and stands on the page of what does not add up.
    Raises `BadBar`, `BadAddress`, `CannotOwn`.
    """
    title = " ".join(title.split())[:TITLE_LETTERS]
    if origin:
        # locked, so that of two who accept the same step at once one opens it
        Establishment.objects.select_for_update(no_key=True).get(pk=establishment_id)
        first = Action.objects.filter(establishment_id=establishment_id, origin=origin, title=title, state=states.OPEN)
        if (found := first.first()) is not None:
            return found
    if address and not states.is_of_this_site(address):
        raise BadAddress
    action = Action(
        establishment_id=establishment_id, title=title, detail=detail.strip(), owner=owner, due_on=due_on,
        source=source[:SOURCE_LETTERS], origin=origin, address=address, tag=tag, recurs_days=recurs_days or None,
        opened_at=at,
    )  # fmt: skip
    if bar is not None:
        action.bar_kind, action.bar_at_least, action.bar_at_most = _checked(bar)
    writing.must_work_here(owner, action, at)
    action.save(force_insert=True)
    writing.write(actor, action, ActionEntry.Kind.OPENED, at=at, owner=owner, due_on=due_on)
    writing.tell_owner(actor, action, at)
    return action


def open_next(actor: AnyActor, done: Action, at: datetime) -> Action:
    """The next occurrence of an action that comes back, due so many days after the day it was done."""
    due_on = states.renewed_due(writing.today_at(done, at), done.recurs_days or 0)
    owner = done.owner
    try:
        writing.must_work_here(owner, done, at)
    except writing.CannotOwn:
        owner = None
    following = Action(
        establishment_id=done.establishment_id, title=done.title, detail=done.detail, owner=owner, due_on=due_on,
        source=done.source, origin=done.origin, address=done.address, tag=done.tag, bar_kind=done.bar_kind,
        bar_at_least=done.bar_at_least, bar_at_most=done.bar_at_most, recurs_days=done.recurs_days, follows=done,
        opened_at=at,
    )  # fmt: skip
    following.save(force_insert=True)
    writing.write(actor, following, ActionEntry.Kind.OPENED, at=at, owner=owner, due_on=due_on)
    return following


def _checked(bar: Bar) -> Bar:
    kind, at_least, at_most = bar
    ends = [end for end in (at_least, at_most) if end is not None]
    if kind not in list_kinds() or len(ends) != 1 or not isfinite(ends[0]):
        raise BadBar(kind)
    return bar
