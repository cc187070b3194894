"""What may follow for somebody who did it: nothing for what others forced on them (requirements S1.26, S4.36)."""

from collections import Counter
from collections.abc import Collection, Iterable

COERCED, OWN_ACCORD, UNCLEAR = "coerced", "own-accord", "unclear"
FEWEST = 5
"""A smaller number than this is not shown: it might be about somebody whom the reader knows."""


class Coerced(Exception):
    """They were made to do it: a sanction needs the lead, and the lead's reason."""


def check_sanction(agency: str, *, leads: bool, overrides: bool, reason: str) -> None:
    """Whether a sanction may follow. `leads`: who gives it decides on the case. Raises `Coerced`."""
    if agency == COERCED and not (leads and overrides and reason.strip()):
        raise Coerced


def is_usual(level: int, ranges: Collection[tuple[int, int] | None]) -> bool:
    """Whether a sanction of this level lies in the range of one of the playbooks; None is one without sanctions."""
    return any(span is not None and span[0] <= level <= span[1] for span in ranges)


def kind_of_person(kind: str) -> str:
    """What somebody of the list is: a learner, an adult of the place, or an adult outside."""
    return {"learner": "learner", "staff": "staff"}.get(kind, "outside")


def count_given(given: Iterable[str]) -> dict[str, int | None]:
    """How often each sanction was given for the like; None for a number that is too small to be shown."""
    return {name: number if number >= FEWEST else None for name, number in Counter(given).items()}
