"""What the worker does for policies and agreements."""

from datetime import datetime

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.policies import operations, queries


def chase_agreements(at: datetime) -> None:
    """Bring agreements that wait to mind."""
    for place in establishments.list_establishments():
        actor = SystemActor("remind of agreements", place.pk)
        for version in queries.list_in_force(place, kind="agreement", with_words=False):
            operations.chase(actor=actor, at=at, version=version)


def remind_of_reviews(at: datetime) -> None:
    """Make actions of the reviews that come near."""
    for place in establishments.list_establishments():
        actor = SystemActor("remind of policies", place.pk)
        for version in queries.list_in_force(place, with_words=False):
            operations.remind_of_review(actor=actor, at=at, version=version)


PERIODIC = (
    Periodic("remind of agreements", every_seconds=900, run=chase_agreements),
    Periodic("remind of policies", every_seconds=6 * 3600, run=remind_of_reviews),
)
