"""What is refused, each in words that a page can show."""

from datetime import date

from django.utils.translation import gettext as _

from tutela.web.core.operation import Refused
from tutela.web.core.templatetags.when import day


class DutyRefused(Refused):
    """Nothing was changed. Its text says why, to whoever asked."""


class NoSuchDuty(DutyRefused):
    """The establishment has no duty of that name."""

    def __init__(self) -> None:
        super().__init__(_("There is no such duty here."))


class CannotTake(DutyRefused):
    """Learners, parents, people of elsewhere and people who have left take no duty upon them."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s holds no role here that could take this. Choose somebody else.") % {"name": name})


class NotOffered(DutyRefused):
    """A part or a perspective that there is not."""

    def __init__(self) -> None:
        super().__init__(_("Select one of those that are offered."))


class NotLeading(DutyRefused):
    """Whoever looks after the technology alone does not answer for a decision about safeguarding, unless said why."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s looks after the technology and leads nothing else. This is a decision about safeguarding: "
                "choose somebody who leads, or say why it has to be so."
            )
            % {"name": name}
        )


class AlreadyHolds(DutyRefused):
    """They have that part already."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has that part already.") % {"name": name})


class NotThen(DutyRefused):
    """A day that has not come, or that is before something it follows."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


class WithoutWords(DutyRefused):
    """What is to be read later has to be there."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


def must_have(words: str, said: str) -> str:
    """The words without what stands round them. Raises `WithoutWords`, saying `said`."""
    if not words.strip():
        raise WithoutWords(said)
    return words.strip()


def must_be_past(on: date, today: date) -> date:
    """Raises `NotThen` for a day that has not come."""
    if on > today:
        raise NotThen(_("%(day)s has not come yet. Enter today or a day before.") % {"day": day(on)})
    return on
