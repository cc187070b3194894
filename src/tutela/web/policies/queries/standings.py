"""Which clauses claim something that can be held against the network or a figure, and whether it is so."""

from dataclasses import dataclass
from datetime import datetime

from tutela.web.establishments.models import Establishment
from tutela.web.policies.authored.model import Clause
from tutela.web.policies.models import ClauseStanding, Version
from tutela.web.policies.queries.documents import list_in_force
from tutela.web.policies.texts import wording as words


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clause stands, and since when."""

    standing: str
    why: str
    since: datetime
    """When it came to stand so, whatever reasons it had since."""


def list_claims(establishment: Establishment) -> list[tuple[Version, Clause]]:
    """The clauses in force that name a rule of the network or live evidence."""
    return [
        (version, clause)
        for version in list_in_force(establishment)
        for clause in words.from_text(version.content).clauses
        if clause.rules or clause.bears
    ]


def list_standings(version: Version) -> dict[str, Standing]:
    """The newest standing of each clause of a version, by the id of the clause."""
    found: dict[str, Standing] = {}
    for row in ClauseStanding._base_manager.filter(version=version).order_by("at", "pk"):
        before = found.get(row.clause)
        since = before.since if before and before.standing == row.standing else row.at
        found[row.clause] = Standing(row.standing, row.why, since)
    return found
