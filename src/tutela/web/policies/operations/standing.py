"""Whether clauses are true is noted when it changes."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.policies.models import ClauseStanding, Version
from tutela.web.policies.queries.newest import list_newest

NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
SAID_ANEW = timedelta(days=1)
"""How often a reason is written again in which nothing but numbers changed: figures move every hour."""


@operation
def note_standing(*, actor: AnyActor, at: datetime, version: Version, found: Mapping[str, tuple[str, str]]) -> int:
    """Keep what changed: by the id of the clause its standing ("true", "untrue", "unknown") and why; say how many."""
    last = {row.clause: row for row in list_newest([version.pk])}
    rows = [
        ClauseStanding(
            establishment_id=version.establishment_id, version=version, clause=clause, standing=standing, why=why, at=at
        )
        for clause, (standing, why) in found.items()
        if _is_news(last.get(clause), standing, why, at)
    ]
    for row in rows:
        row.save()
    return len(rows)


def _is_news(last: ClauseStanding | None, standing: str, why: str, at: datetime) -> bool:
    if last is None or last.standing != standing:
        return True
    if NUMBERS.sub("", last.why) != NUMBERS.sub("", why):
        return True
    return last.why != why and at - last.at >= SAID_ANEW
