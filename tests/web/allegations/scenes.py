"""Reports about adults, made as people make them."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tutela.web.allegations import operations
from tutela.web.allegations.models import Allegation
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.models import Person

AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
"""A Tuesday."""
FOLLOWS = SystemActor("follow roles in the vault")
WORDS = "He drove two learners home alone after the match and asked them to tell nobody."


def a_report(about: Person | str, *, by: Person | None = None, at: datetime = AT, **more: Any) -> Allegation:
    """Sue, unless somebody else is given, reports an adult: chosen, or by a name that was typed."""
    cast.hana(), cast.chris(), cast.dana()
    given: dict[str, Any] = {"reported_as": "unsure", "what": WORDS}
    if isinstance(about, Person):
        given |= {"person_id": about.pk, "name": about.full_name}
    else:
        given |= {"name": about}
    return operations.report(actor=cast.acting(by or cast.sue(), at=at), at=at, **(given | more))


def version(row: Allegation) -> int:
    """What a handler has read of it."""
    return max(row.entries(manager="_base_manager").values_list("number", flat=True))
