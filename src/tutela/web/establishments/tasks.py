"""What establishments do again and again: carry imports and turns of the years on, close what leavers had."""

from datetime import datetime, timedelta
from time import monotonic

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import operations, queries
from tutela.web.establishments.operations import imports

SECONDS_A_TURN = 1.0
"""How long an import may keep the worker from its other work at a time."""


def carry_on_imports(at: datetime) -> None:
    """Take steps of the import that is under way, for about a second."""
    until = monotonic() + SECONDS_A_TURN
    for held in queries.list_imports_under_way():
        actor = SystemActor(f"import people {held.pk}", held.establishment_id)
        while imports.take_step(actor=actor, at=at, pk=held.pk) and monotonic() < until:
            pass


def carry_on_turns(at: datetime) -> None:
    """Take learners through the turn of the years that is under way, for about a second."""
    until = monotonic() + SECONDS_A_TURN
    for turn in queries.list_turns_under_way():
        actor = SystemActor(f"turn of the years {turn.pk}", turn.establishment_id)
        while operations.take_turn_step(actor=actor, at=at, pk=turn.pk) and monotonic() < until:
            pass


def forget_imports(at: datetime) -> None:
    """Forget files that nobody decided on."""
    imports.forget_old_imports(actor=SystemActor("forget old imports"), at=at)


def close_doors_of_leavers(at: datetime) -> None:
    """When somebody's last day is over, their credential, devices and account end."""
    for establishment in queries.list_establishments():
        actor = SystemActor("close doors of leavers", establishment.pk)
        for person in queries.list_leavers_with_open_doors(establishment, at=at):
            operations.close_doors(actor=actor, at=at, person=person)


PERIODIC = (
    Periodic("import people", every_seconds=0.5, run=carry_on_imports),
    Periodic("turn of the years", every_seconds=0.5, run=carry_on_turns),
    Periodic("close doors of leavers", every_seconds=300, run=close_doors_of_leavers),
    Periodic("forget imports", every_seconds=timedelta(hours=1).total_seconds(), run=forget_imports),
)
