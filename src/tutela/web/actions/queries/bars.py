"""How an action stands to its bar today."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tutela.web.actions.models import Action
from tutela.web.core.actor import SystemActor
from tutela.web.evidence import queries as evidence
from tutela.web.evidence import rules
from tutela.web.evidence.rules import Bearing


@dataclass(frozen=True, slots=True)
class Stand:
    """A bar, what is known of it, and how the two go together."""

    title: str
    bar: str
    bearing: Bearing
    words: str
    """What the figure says, so that nobody learns of single people; "" where nothing is known."""
    value: float | None
    as_at: datetime | None
    address: str


def stand_of(action: Action, at: datetime, known: dict[str, evidence.Current] | None = None) -> Stand | None:
    """How today's figure stands to the bar of an action; None where it has none, or its kind is no longer known.

    The owner need not be one who reads reviews, so the figure is read by the software. known: what `read_figures`
    gave, where many actions are looked at.
    """
    if not action.bar_kind:
        return None
    current = (known if known is not None else read_figures(action.establishment_id, at)).get(action.bar_kind)
    if current is None:
        return None
    kind, figure = current.kind, current.figure
    ends = {"at_least": action.bar_at_least, "at_most": action.bar_at_most}
    bearing = rules.bear(figure, kind, at=at, **ends)
    bar, stands = rules.bar_in_words(kind, **ends), partial(Stand, kind.title)
    if figure is None:
        return stands(bar, bearing, "", None, None, "")
    value = rules.value_at(figure, kind, at)
    words = rules.in_words(kind, value, numbers_only=True)
    return stands(bar, bearing, words, value, figure.as_at, figure.address)


def read_figures(establishment_id: int, at: datetime) -> dict[str, evidence.Current]:
    """All figures of an establishment as they stand."""
    return evidence.list_current(SystemActor("hold actions against evidence", establishment_id), establishment_id, at)
