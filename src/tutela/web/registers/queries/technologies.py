"""Which technologies there are."""

from collections import Counter

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.registers.models import Technology, TechnologyTurn
from tutela.web.registers.rules.technologies import IN_USE


def list_technologies(actor: AnyActor, state: str = "") -> QuerySet[Technology]:
    """All that the actor may see, by name; of one state where one is given."""
    rows = Technology.visible_to(actor).select_related("owner").order_by("name", "pk")
    return rows.filter(state=state) if state else rows


def list_technologies_in_use(actor: AnyActor) -> list[Technology]:
    """What is in use now, by name: each has `.name` and `.kind` (a key of `kinds.TECHNOLOGIES`)."""
    return list(list_technologies(actor, IN_USE))


def count_technologies(actor: AnyActor) -> Counter[str]:
    """How many there are in each state."""
    return Counter(Technology.visible_to(actor).values_list("state", flat=True))


def list_turns(actor: AnyActor, technology: Technology) -> QuerySet[TechnologyTurn]:
    """Through which states it went, newest first."""
    rows = TechnologyTurn.visible_to(actor).filter(technology=technology).select_related("by")
    return rows.order_by("-at")
