"""For how long somebody from outside may be invited, and who belongs to a group from inside. No rows, no clock."""

from datetime import date, timedelta

LONGEST = timedelta(days=366)
"""A year: the group is due to be heard again then."""
MOST_QUESTIONS, LONGEST_QUESTION = 8, 300
ROLES = {
    "governors": ("governor", "chair"),
    "teachers": ("teacher", "partner-tutor"),
    "support-staff": ("support", "it"),
    "learners": ("learner",),
    "parents": ("parent",),
}
"""By which roles people of a group from inside have an account."""


def may_last(until_on: date, today: date) -> bool:
    """Whether an invitation may be given that lasts until that day (exclusive): for a day or more, and no longer."""
    return today < until_on <= today + LONGEST


def questions_in(text: str) -> list[str]:
    """One question in each line that says anything."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
