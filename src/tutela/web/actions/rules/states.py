"""In which states an action can be, when it is late, when it comes back, and who may work on it."""

from datetime import date, timedelta
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission

OPEN, DONE, DROPPED = "open", "done", "dropped"

AGAIN_WITHIN = timedelta(days=14)
"""How long there is for an action that opened again by itself."""
WATCHED_FOR = timedelta(days=365)
"""For how long after it was closed an action opens again when its figure falls below the bar."""


def is_overdue(state: str, due_on: date | None, today: date) -> bool:
    """Whether its day has passed and it is still open. On the day itself it is not late."""
    return state == OPEN and due_on is not None and due_on < today


def renewed_due(completed_on: date, recurs_days: int) -> date:
    """When it is due again: counted from the day on which it was done, whatever day it was due on."""
    return completed_on + timedelta(days=recurs_days)


def may_own(actor: AnyActor) -> bool:
    """Whether this is somebody who works here: a learner or a parent never owns an action."""
    return actor.person_id is not None and any(
        actor.may(one) for one in (Permission.PERSON_CHOOSE, Permission.REVIEW_READ)
    )


def may_change(actor: AnyActor) -> bool:
    """Whether they may open, hand over, link, drop and open again."""
    return actor.may(Permission.ACTION_WRITE)


def may_work(actor: AnyActor, owner_id: UUID | None) -> bool:
    """Whether they may note, move and close: the owner may, whatever else they may do."""
    return may_change(actor) or (owner_id is not None and owner_id == actor.person_id)


def is_of_this_site(address: str) -> bool:
    """Whether an address is a path of this site, so that a page may lead there."""
    return address.startswith("/") and not address.startswith("//") and "\\" not in address
