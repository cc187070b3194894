"""Whether clauses are true is noted when it changes."""

from collections.abc import Mapping
from datetime import datetime

from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.policies.models import ClauseStanding, Version
from tutela.web.policies.queries.standings import list_standings


@operation
def note_standing(*, actor: AnyActor, at: datetime, version: Version, found: Mapping[str, tuple[str, str]]) -> int:
    """Keep what changed: by the id of the clause its standing ("true", "untrue", "unknown") and why; say how many."""
    last = list_standings(version)
    rows = [
        ClauseStanding(
            establishment_id=version.establishment_id, version=version, clause=clause, standing=standing, why=why, at=at
        )
        for clause, (standing, why) in found.items()
        if clause not in last or (last[clause].standing, last[clause].why) != (standing, why)
    ]
    for row in rows:
        row.save()
    return len(rows)
