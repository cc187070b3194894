"""What the demo offers to others: open its first school at once, load the fortnight of some or all of its places."""

from datetime import datetime

from tutela.web.core.actor import acting_as
from tutela.web.demo.loading import (
    SEED,
    AnotherDemo,
    Chosen,
    NotADemo,
    check_is_demo,
    choose,
    get_chosen,
    list_unloaded,
    load,
)
from tutela.web.demo.moments import Fortnight, last_possible
from tutela.web.demo.school import get_trust
from tutela.web.demo.setting_up import ACTOR, set_up
from tutela.web.establishments.models import Establishment

__all__ = [
    "SEED",
    "AnotherDemo",
    "Chosen",
    "NotADemo",
    "choose",
    "get_chosen",
    "last_possible",
    "list_unloaded",
    "load",
    "open_first",
]


def open_first(*, at: datetime) -> Establishment:
    """Make the first school with those who have a part in the story, and note that its fortnight is wanted.

    The school is there at once; whoever calls `load` fills it. Raises `NotADemo`.
    """
    trust = get_trust()
    with acting_as(ACTOR):
        check_is_demo()
        chosen = get_chosen() or choose(last_possible(at), places=(trust.places[0].slug,))
        return set_up(trust, trust.places[0], at=Fortnight(chosen.until).begins_at)
