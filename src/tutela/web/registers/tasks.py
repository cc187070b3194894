"""What the worker does for the registers: it asks for links in a process of its own, and reminds of what is due."""

from datetime import datetime

from django.conf import settings

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.registers import operations, queries
from tutela.web.registers.links.job import MOST
from tutela.web.registers.links.running import Running

_running: list[Running] = []


def ask_for_links(at: datetime) -> None:
    """Start a round where links are due and none is under way; keep what the last round brought."""
    if _running:
        answers = _running[0].look()
        if answers is None:
            return
        asked = _running.pop().asked
        operations.note_answers(actor=SystemActor("ask for links"), at=at, asked=asked, answers=answers)
    if due := queries.list_due_links(at, MOST):
        _running.append(Running({str(row.pk): row.address for row in due}, settings.TUTELA.log / "links.log"))


def remind_of_contracts(at: datetime) -> None:
    """Make actions of the contracts that come to their end."""
    for place in establishments.list_establishments():
        actor = SystemActor("remind of contracts", place.pk)
        for contract in queries.list_contracts_to_mind(actor):
            operations.remind_of_end(actor=actor, at=at, contract=contract)


def remind_of_days(at: datetime) -> None:
    """Make actions of what is to be looked at again, and of links that lead nowhere."""
    for place in establishments.list_establishments():
        operations.remind_of_days(actor=SystemActor("remind of days", place.pk), at=at, establishment=place)


# links every few seconds, and so not claimed: the process belongs to the worker that started it
PERIODIC = (
    Periodic("ask for links", every_seconds=30, run=ask_for_links),
    Periodic("remind of contracts", every_seconds=6 * 3600, run=remind_of_contracts),
    Periodic("remind of days", every_seconds=6 * 3600, run=remind_of_days),
)
