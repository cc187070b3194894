"""What is refused, each in words that a page can show."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from tutela.web.core.operation import Refused
from tutela.web.evidence.rules import Bearing


class ActionRefused(Refused):
    """Nothing was changed. Its text says why, to whoever asked."""


class NotInThisState(ActionRefused):
    """It is done, dropped or open, and this cannot be done to it then."""

    def __init__(self, state: str) -> None:
        super().__init__(_("The action is %(state)s by now, so this can no longer be done.") % {"state": state.lower()})


class WithoutReason(ActionRefused):
    """A reason is owed to whoever reads the timeline."""

    def __init__(self) -> None:
        super().__init__(_("Enter the reason"))


class CannotOwn(ActionRefused):
    """Learners, parents, people of elsewhere and people who have left own no action."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s cannot own an action. Choose somebody who works here now.") % {"name": name})


class BadBar(ActionRefused):
    """A bar names a kind of evidence and exactly one end."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            _("“%(kind)s” with one figure, at least or at most, is no bar that evidence has.") % {"kind": kind}
        )


class BadAddress(ActionRefused):
    """The page that an action comes from is one of this site."""

    def __init__(self) -> None:
        super().__init__(_("The page that an action comes from must be one of this site."))


class Circular(ActionRefused):
    """They would wait for each other."""

    def __init__(self, titles: Iterable[str]) -> None:
        said = " → ".join(f"“{title}”" for title in titles)
        super().__init__(_("They would wait for each other and none could begin: %(circle)s.") % {"circle": said})


class StillWaits(ActionRefused):
    """What it waits for is not done."""

    def __init__(self, titles: Iterable[str]) -> None:
        said = ", ".join(f"“{title}”" for title in titles)
        super().__init__(_("It waits for %(others)s. Close that first, or take the link away.") % {"others": said})


class NoProof(ActionRefused):
    """Words without a day, or nothing at all."""

    def __init__(self) -> None:
        super().__init__(_("Say what was done, and from which day it is true."))


class NotYetTrue(ActionRefused):
    """Proof of a day that has not come, or that has already run out."""

    def __init__(self, day: date, *, ended: bool = False) -> None:
        said = _("The proof ended on %(day)s. Give one that holds today.") if ended else ""
        said = said or _("The day from which it is true, %(day)s, must be today or in the past.")
        super().__init__(said % {"day": f"{day.day} {day:%B %Y}"})


class BarNotReached(ActionRefused):
    """The figure of today does not bear it out. Both facts are said: what is asked, and what is known."""

    def __init__(self, title: str, bar: str, bearing: Bearing, figure: str, day: str) -> None:
        self.bearing = bearing
        asked = _("It closes when “%(title)s” is %(bar)s.") % {"title": title, "bar": bar}
        known = {
            Bearing.CONTRADICTS: _("Today %(figure)s, as at %(day)s."),
            Bearing.STALE: _("What is known is too old: %(figure)s, as at %(day)s. Run the check again."),
            Bearing.SILENT: _("Nothing is known of it yet. Run the check first."),
        }[bearing]
        super().__init__(f"{asked} {known % {'figure': figure, 'day': day}}")


class AlreadyOpenAgain(ActionRefused):
    """The next one has taken its place."""

    def __init__(self) -> None:
        super().__init__(_("The next one of the same is open already. Work on that one."))
