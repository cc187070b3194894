"""What several verbs make of their options: how they say that one is wrong, and which establishments it means."""

from tutela.events.establishments import Establishment, known
from tutela.settings import Settings


class BadUse(ValueError):
    """An option that cannot be followed; the message says why."""


def chosen_establishments(settings: Settings, slug: str | None) -> list[Establishment]:
    """Return the establishment of that slug, or all where none is named. Raises `BadUse`."""
    there = known(settings)
    chosen = [each for each in there if slug in (None, each.slug)]
    if not chosen:
        raise BadUse(f"There is no establishment “{slug}”; there are: {', '.join(each.slug for each in there)}.")
    return chosen
