"""Actions of Oakfield, and the figures they are held against."""

from datetime import UTC, date, datetime
from typing import Any

from tests import cast
from tutela.web.actions import operations
from tutela.web.actions.models import Action, ActionEntry
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.models import Person
from tutela.web.evidence import operations as evidence
from tutela.web.evidence.rules import Figure

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
SYSTEM = SystemActor("test")


def an_action(title: str = "Train all staff", *, by: Person | None = None, at: datetime = NOON, **more: Any) -> Action:
    """One that Dana opened, unless somebody else is named."""
    given = {"source": "Self-review: seven steps", "origin": "review:1:staff-trained", "owner": cast.tom()} | more
    given.setdefault("establishment_id", cast.oakfield().pk)
    return operations.open_action(actor=cast.acting(by or cast.dana()), at=at, title=title, **given)


def a_figure(kind: str, value: float, at: datetime = NOON) -> None:
    """What Oakfield knows of itself from then on."""
    figure = Figure(kind=kind, value=value, as_at=at, address="/training/")
    evidence.publish(actor=SYSTEM, at=at, establishment_id=cast.oakfield().pk, figures=[figure])


def now_of(action: Action) -> Action:
    """The action as it is stored now."""
    return Action._base_manager.select_related("owner").get(pk=action.pk)


def kinds_of(action: Action) -> list[str]:
    """What happened to it, in its order."""
    return list(ActionEntry._base_manager.filter(action=action).order_by("number").values_list("kind", flat=True))
