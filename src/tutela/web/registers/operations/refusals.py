"""What is refused, each in words that a page can show."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from tutela.web.core.operation import Refused
from tutela.web.core.templatetags.when import day as in_words


class RegisterRefused(Refused):
    """Nothing was changed. Its text says why, to whoever asked."""


class StandsAlready(RegisterRefused):
    """Something of that name is in the register."""

    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” stands in the register already. Open that one and change it.") % {"name": name})


class CannotBecome(RegisterRefused):
    """Somebody else changed its state meanwhile, or it never leads there."""

    def __init__(self, state: str) -> None:
        super().__init__(_("It is %(state)s by now. Look at its page again.") % {"state": state.lower()})


class BeforeTheLast(RegisterRefused):
    """A state cannot begin before the one it follows."""

    def __init__(self, day: date) -> None:
        said = _("The day cannot be before %(day)s, when it came into the state it is in.")
        super().__init__(said % {"day": in_words(day)})


class NotAssessed(RegisterRefused):
    """People from outside can be met through it, and its risks are not all judged, or its review is late."""

    def __init__(self, *, name: str, kind: str, missing: Sequence[str], review_on: date | None) -> None:
        said = [_("People from outside can be met through “%(name)s”, so it is used only once its risks are judged.")]
        if missing:
            said.append(_("Still to be judged under Risks, for %(kind)s: %(missing)s."))
            said.append(_("Until then it may stand here as proposed."))
        else:
            said.append(_("They are judged, but it was to be looked at again by %(day)s: look, and give the next day."))
        words = {"name": name, "kind": kind, "missing": "; ".join(missing), "day": in_words(review_on)}
        super().__init__(" ".join(said) % words)


class EndedAlready(RegisterRefused):
    """Somebody else ended it."""

    def __init__(self) -> None:
        super().__init__(_("It has ended already."))


class EndsBeforeItBegins(RegisterRefused):
    """A contract holds at least on the day it is signed."""

    def __init__(self) -> None:
        super().__init__(_("Its last day cannot be before the day it was signed."))


class NotWithinContract(RegisterRefused):
    """A clause is signed while its contract holds."""

    def __init__(self, first: date, last: date) -> None:
        said = _("The day has to lie within the contract, which holds from %(first)s until %(last)s.")
        super().__init__(said % {"first": in_words(first), "last": in_words(last)})


class GapIsClosed(RegisterRefused):
    """Somebody else closed the gap, or set the risk aside."""

    def __init__(self) -> None:
        super().__init__(_("There is no gap here any more."))


class Archived(RegisterRefused):
    """Nothing is done to guidance that is gone by no longer."""

    def __init__(self) -> None:
        super().__init__(_("It is archived by now. Watch it again first."))


class NothingNew(RegisterRefused):
    """This version is known."""

    def __init__(self, version: str) -> None:
        super().__init__(_("“%(version)s” is known already.") % {"version": version})


class Retired(RegisterRefused):
    """Nothing is done to a link that is given to nobody any more."""

    def __init__(self) -> None:
        super().__init__(_("It is retired by now. Add it anew to give it to people again."))


class BadLink(RegisterRefused):
    """An address that is not asked for, such as one inside a network."""
