"""Who is asked. No rows, no clock."""

from collections.abc import Collection

ROLES = {
    "learners": {"learner"},
    "parents": {"parent"},
    "governors": {"governor", "chair"},
    "teachers": {"teacher", "partner-tutor"},
    "support": {"support", "it"},
    "staff": {"teacher", "support", "partner-tutor", "dsl", "deputy-dsl", "head", "it"},
}
"""By which roles somebody belongs to an audience."""
OF_GROUP = {
    "governors": ("governors",),
    "teachers": ("teachers", "staff"),
    "support-staff": ("support", "staff"),
    "learners": ("learners",),
    "parents": ("parents",),
}
"""The audiences to which the people of a group concerned belong; those from outside are asked by name instead."""


def is_asked(audience: str, bands: Collection[str], roles: Collection[str], band: str | None) -> bool:
    """Whether somebody of these roles, and of this age band where they learn here, is asked.

    A survey of learners with bands asks nobody whose band is not known: words for the wrong age help nobody.
    """
    if not ROLES[audience] & set(roles):
        return False
    return audience != "learners" or not bands or band in bands
