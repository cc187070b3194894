"""Who owes which course, until when a course counts, and how many have done all they owe. No rows, no clock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tutela.web.education.shipped.training import Course

ROLES = {
    "staff": ("dsl", "deputy-dsl", "head", "teacher", "support", "it", "partner-tutor"),
    "governors": ("chair", "governor"),
    "leads": ("dsl", "deputy-dsl"),
}
"""By which roles somebody belongs to an audience; a partner's tutors are staff where they teach."""
SOON = timedelta(days=60)
"""How long before its end a course is pointed out."""

DONE, SOON_OVER, OVER, NEVER = "done", "soon-over", "over", "never"


@dataclass(frozen=True, slots=True)
class Owed:
    """One course as it stands with one person."""

    course: Course
    done_on: date | None
    until: date | None
    """The first day on which it counts no longer."""
    state: str

    @property
    def counts(self) -> bool:
        """Whether it counts today."""
        return self.state in (DONE, SOON_OVER)


def audiences_of(roles: Collection[str]) -> set[str]:
    """To which audiences somebody of these roles belongs."""
    return {audience for audience, theirs in ROLES.items() if set(theirs) & set(roles)}


def courses_of(audiences: Collection[str], courses: Iterable[Course]) -> list[Course]:
    """What somebody owes, in the order of the library."""
    return [course for course in courses if set(course.owed_by) & set(audiences)]


def until(course: Course, done_on: date, expires_on: date | None = None) -> date:
    """The first day on which it counts no longer: its certificate's day where that comes sooner than the course's."""
    ends = done_on + timedelta(days=course.counts_days)
    return min(ends, expires_on) if expires_on else ends


def stand(course: Course, done: Iterable[tuple[date, date | None]], today: date) -> Owed:
    """How one course stands with one person. done: each time it was done, with the end of the certificate, if any.

    What is to be done after today does not count yet.
    """
    times = [(until(course, day, ends), day) for day, ends in done if day <= today]
    if not times:
        return Owed(course, None, None, NEVER)
    ends, day = max(times)
    state = OVER if ends <= today else SOON_OVER if ends <= today + SOON else DONE
    return Owed(course, day, ends, state)


def share(people: Collection[Iterable[Owed]]) -> float | None:
    """Of these people the share (0-100) with whom all they owe counts; None of nobody."""
    if not people:
        return None
    return round(100 * sum(all(one.counts for one in owed) for owed in people) / len(people), 1)


def count_by_course(people: Iterable[Iterable[Owed]]) -> Mapping[str, tuple[int, int]]:
    """Of each course: with how many it counts, and how many owe it."""
    found: dict[str, tuple[int, int]] = {}
    for owed in people:
        for one in owed:
            count, total = found.get(one.course.id, (0, 0))
            found[one.course.id] = (count + one.counts, total + 1)
    return found
