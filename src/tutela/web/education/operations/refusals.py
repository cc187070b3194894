"""What is refused, each in words that a page can show."""

from datetime import date

from django.utils.translation import gettext as _

from tutela.web.core.operation import Refused
from tutela.web.core.templatetags.when import day as in_words


class EducationRefused(Refused):
    """Nothing was changed. Its text says why, to whoever asked."""


class NotYet(EducationRefused):
    """A day that has not come."""

    def __init__(self, day: date) -> None:
        super().__init__(_("%(day)s has not come yet. Enter the day on which it was done.") % {"day": in_words(day)})


class Backwards(EducationRefused):
    """A certificate that ran out before it was earned."""

    def __init__(self) -> None:
        super().__init__(_("It cannot run out on or before the day on which it was done."))


class NotedAlready(EducationRefused):
    """The same person, the same course, the same day."""

    def __init__(self) -> None:
        super().__init__(_("This is noted already."))


class StruckAlready(EducationRefused):
    """Somebody else struck it."""

    def __init__(self) -> None:
        super().__init__(_("This was struck already."))


class ChangedMeanwhile(EducationRefused):
    """Somebody else saved a version first."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed it meanwhile. Keep your words, go back, and read the newest first."))


class MoreThanPeople(EducationRefused):
    """More understood it than took part."""

    def __init__(self) -> None:
        super().__init__(_("No more people can have understood it than took part."))


class WordsChanged(EducationRefused):
    """The sheet on the page was another one."""

    def __init__(self) -> None:
        super().__init__(_("The sheet has changed meanwhile. Go through it again, then note it."))


class NotOffered(EducationRefused):
    """A course, a topic or a group that there is not."""

    def __init__(self) -> None:
        super().__init__(_("Select one of those that are offered."))
