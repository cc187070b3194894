"""What every write shares: who may, the entry that tells of it, the mail to whoever has it now."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Max
from django.http import Http404
from django.urls import reverse

from tutela.web.actions.models import Action, ActionEntry
from tutela.web.actions.operations.refusals import CannotOwn, NotInThisState, WithoutReason
from tutela.web.actions.rules import states
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import OutboxMessage
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person

YOURS = outbox.Notice(
    kind="action-yours",
    subject="An action is yours",
    body="Somebody at {establishment} has given you an action to see to. Sign in to read what it is and by which day.",
)
TELL_AFTER = timedelta(minutes=10)
"""Somebody who is given ten actions in a row gets one mail."""


def lock(actor: AnyActor, pk: UUID, *, change: bool = False) -> Action:
    """The action, for as long as this transaction lasts nobody else's. Hidden and missing are the same 404.

    change: for what its owner alone may not do.
    """
    row: Action = get_visible(Action, actor, pk)
    if not (states.may_change(actor) if change else states.may_work(actor, row.owner_id)):
        raise Http404
    return Action.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=row.pk)


def must_be(action: Action, *allowed: str) -> None:
    """Raises `NotInThisState`."""
    if action.state not in allowed:
        raise NotInThisState(action.get_state_display())


def must_have_words(words: str) -> str:
    """The words without what stands round them. Raises `WithoutReason`."""
    if not words.strip():
        raise WithoutReason
    return words.strip()


def must_work_here(owner: Person | None, action: Action, at: datetime) -> None:
    """Raises `CannotOwn`."""
    if owner is None:
        return
    works_here = owner.kind in (Person.Kind.STAFF, Person.Kind.PARTNER) and establishments.leave_out_guests([owner])
    here = owner.establishment_id == action.establishment_id or bool(
        establishments.list_roles(owner, action.establishment, at=at)
    )
    if not works_here or not here or establishments.has_left(owner, at=at):
        raise CannotOwn(owner.full_name)


def today_at(action: Action, at: datetime) -> date:
    """The day that it is where the action is."""
    return establishments.local_day(action.establishment, at)


def write(
    actor: AnyActor, action: Action, kind: ActionEntry.Kind, *, at: datetime, words: str = "", mark: str = "",
    owner: Person | None = None, due_on: date | None = None,
) -> ActionEntry:  # fmt: skip
    """Write the entry, and the audit that somebody did it. Reminders are in the timeline alone.

    The action is locked or new, so that its entries have one order.
    """
    last = ActionEntry.objects.filter(action=action).aggregate(last=Max("number"))["last"] or 0
    entry = ActionEntry.objects.create(
        establishment_id=action.establishment_id,
        action=action,
        number=last + 1,
        kind=kind,
        at=at,
        by_id=actor.person_id,
        words=words,
        owner=owner,
        due_on=due_on,
        mark=mark,
    )
    if kind != ActionEntry.Kind.REMINDED:
        audit.record(actor, f"action.{kind}", action, at=at)
    return entry


def tell_owner(actor: AnyActor, action: Action, at: datetime) -> None:
    """Mail whoever has it now, unless they did it themselves or such a mail already waits for them."""
    owner = action.owner
    if owner is None or owner.pk == actor.person_id or not owner.email:
        return
    waits = OutboxMessage.objects.filter(
        kind=YOURS.kind, recipient=owner.email, delivered_at=None, given_up_at=None, due_at__gt=at
    )
    if waits.exists():
        return
    outbox.post(
        YOURS, to=owner.email, at=at, link=reverse("actions:mine"), establishment_id=action.establishment_id,
        after=TELL_AFTER, establishment=action.establishment.name,
    )  # fmt: skip


def waits_of(establishment_id: int) -> dict[UUID, set[UUID]]:
    """What every open action there waits for."""
    pairs = Action.objects.filter(establishment_id=establishment_id, state=states.OPEN, depends_on__isnull=False)
    found: dict[UUID, set[UUID]] = {}
    for one, other in pairs.values_list("pk", F("depends_on__pk")):
        found.setdefault(one, set()).add(other)
    return found
