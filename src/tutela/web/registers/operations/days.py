"""What in the registers has come to its day becomes an action of whoever answers for it."""

from datetime import datetime, timedelta

from tutela.web.actions import operations as actions
from tutela.web.actions.queries import list_by_origin
from tutela.web.actions.rules.states import OPEN
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.registers.queries.days import GUIDANCE, list_due

DUE_WITHIN = timedelta(days=14)


@operation
def remind_of_days(*, actor: AnyActor, at: datetime, establishment: Establishment) -> int:
    """Open an action for each thing that is due, once for each day it is given; how many were opened.

    What nobody answers for, or whose owner has left, goes to the lead.
    """
    today = establishments.local_day(establishment, at)
    lead = next(iter(establishments.list_holders(establishment, "dsl", "deputy-dsl", "head", at=at)), None)
    opened = 0
    for due in list_due(establishment, today):
        if list_by_origin(actor, due.origin):  # open, or closed by somebody who knows why
            continue
        if due.origin.startswith(GUIDANCE) and any(one.state == OPEN for one in list_by_origin(actor, GUIDANCE)):
            continue
        owner = due.owner if due.owner and due.owner.left_on is None else lead
        actions.open_action(
            actor=actor, at=at, establishment_id=establishment.pk, title=due.title, detail=due.detail, owner=owner,
            due_on=today + DUE_WITHIN, source=due.source, origin=due.origin, address=due.address, tag="protect",
        )  # fmt: skip
        opened += 1
    return opened
