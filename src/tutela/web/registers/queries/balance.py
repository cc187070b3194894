"""How protecting, educating and empowering stand to each other, now and month by month."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tutela.web.actions.models import Action
from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day
from tutela.web.registers.kinds import TAGS
from tutela.web.registers.models import RiskControl
from tutela.web.registers.rules import months

MONTHS = 12
Span = tuple[str, date, date | None]


@dataclass(frozen=True, slots=True)
class Balance:
    """Of each tag how many controls and actions there are today, and how many stood at the end of each month."""

    controls: dict[str, int]
    actions: dict[str, int]
    months: list[date]
    path: dict[str, list[int]]


def get_balance(actor: AnyActor, establishment: Establishment, today: date) -> Balance:
    """Controls against risks that arise, and actions under way or done, by what they serve.

    Of the past, what was so then counts: a control while it stood, an action from the day it was done there.
    """
    controls, actions = list(_controls(actor)), list(_actions(actor))
    done: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for tag, since, until in controls:
        done[tag].append((since, until))
    rows = Action.visible_to(actor).filter(state=Action.State.DONE, ended_at__isnull=False).exclude(tag="")
    for tag, ended_at in rows.values_list("tag", "ended_at"):
        done[tag].append((local_day(establishment, ended_at), None))
    shown = months.list_months(today, MONTHS)
    return Balance(
        controls={tag: months.standing_at(today, [s[1:] for s in controls if s[0] == tag]) for tag in TAGS},
        actions={tag: sum(one == tag for one in actions) for tag in TAGS},
        months=shown,
        path={tag: [months.standing_at(months.end_of(one, today), done[tag]) for one in shown] for tag in TAGS},
    )


def _controls(actor: AnyActor) -> Iterator[Span]:
    """Of a risk that is set aside, what stood against it until then stays in the past."""
    rows = RiskControl.visible_to(actor).values_list("tag", "since", "until", "risk__aside_on")
    for tag, since, until, aside_on in rows:
        yield tag, since, until if aside_on is None else min(until or aside_on, aside_on)


def _actions(actor: AnyActor) -> Iterator[str]:
    rows = Action.visible_to(actor).exclude(state=Action.State.DROPPED).exclude(tag="")
    yield from rows.values_list("tag", flat=True)
