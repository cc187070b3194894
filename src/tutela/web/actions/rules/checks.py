"""What does not add up about an action."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tutela.web.actions.rules import states
from tutela.web.evidence.rules import Bearing


class Fault(StrEnum):
    """One thing that does not add up; the order is that of the page."""

    CIRCULAR = "circular"
    NO_PROOF = "no-proof"
    CONTRADICTED = "contradicted"
    EXPIRED = "expired"
    OVERDUE = "overdue"
    NO_OWNER = "no-owner"
    OWNER_LEFT = "owner-left"
    NO_DUE_DAY = "no-due-day"
    BEFORE_ITS_TURN = "before-its-turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the checks look at."""

    state: str
    has_owner: bool = True
    owner_has_left: bool = False
    due_on: date | None = None
    is_circular: bool = False
    has_proof: bool = False
    holds_until: date | None = None
    """The first day on which its proof no longer holds; None where it was given none."""
    bearing: Bearing | None = None
    """How today's figure stands to its bar; None where it has no bar."""
    is_followed: bool = False
    """Whether a later one has taken its place, which answers for what comes after."""
    last_awaited_due: date | None = None
    """The latest day of those it waits for that are still open."""


def list_faults(facts: Facts, today: date) -> list[Fault]:
    """Everything that does not add up, in the order of `Fault`. Nothing does about what was dropped."""
    if facts.state == states.OPEN:
        found = {
            Fault.CIRCULAR: facts.is_circular,
            Fault.OVERDUE: states.is_overdue(facts.state, facts.due_on, today),
            Fault.NO_OWNER: not facts.has_owner,
            Fault.OWNER_LEFT: facts.owner_has_left,
            Fault.NO_DUE_DAY: facts.due_on is None,
            Fault.BEFORE_ITS_TURN: _is_due_before_its_turn(facts),
        }
    elif facts.state == states.DONE:
        ended = facts.holds_until is not None and facts.holds_until <= today
        silent = facts.bearing in (Bearing.STALE, Bearing.SILENT)
        found = {
            Fault.NO_PROOF: not facts.has_proof,
            Fault.CONTRADICTED: facts.bearing == Bearing.CONTRADICTS and not facts.is_followed,
            Fault.EXPIRED: facts.has_proof and (ended or silent) and not facts.is_followed,
        }
    else:
        found = {}
    return [fault for fault in Fault if found.get(fault)]


def _is_due_before_its_turn(facts: Facts) -> bool:
    return facts.due_on is not None and facts.last_awaited_due is not None and facts.due_on < facts.last_awaited_due
