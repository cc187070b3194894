"""What the worker does for surveys and letters."""

import logging
from datetime import datetime

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.engagement import making, operations, queries
from tutela.web.establishments import queries as establishments

logger = logging.getLogger("tutela.letters")


def close_surveys(at: datetime) -> None:
    """End what has passed its last day."""
    for place in establishments.list_establishments():
        actor = SystemActor("end surveys", place.pk)
        for survey in queries.list_overdue(place.pk, establishments.local_day(place, at)):
            operations.close_survey(actor=actor, at=at, pk=survey.pk)


def make_letters(at: datetime) -> None:
    """One document for each place that waits for letters, so that nothing else waits long.

    What fails at one place is tried again at the next turn and keeps no other waiting.
    """
    done: set[int] = set()
    for letter in queries.list_merging():
        if letter.establishment_id in done:
            continue
        done.add(letter.establishment_id)
        try:
            making.make_next(letter, at)
        except Exception:
            logger.exception("A document of letters was not kept", extra={"letter": str(letter.pk)})


PERIODIC = (
    Periodic("end surveys", every_seconds=900, run=close_surveys),
    Periodic("make letters", every_seconds=1, run=make_letters),
)
