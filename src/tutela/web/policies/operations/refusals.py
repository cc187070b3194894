"""What is refused, each in words that a page can show."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tutela.web.core.operation import Refused
from tutela.web.policies.rules.checks import Refusal


class PolicyRefused(Refused):
    """Nothing was changed. Its text says why, to whoever asked."""


class ChangedMeanwhile(PolicyRefused):
    """Somebody else changed or published the draft after the page was opened; what they did stands."""

    def __init__(self, who: str) -> None:
        said = _("%(who)s changed this meanwhile. Nothing of theirs was lost; look at it, then do this again.")
        super().__init__(said % {"who": who})


class AlreadyStarted(PolicyRefused):
    """There is a document of this template already."""

    def __init__(self) -> None:
        super().__init__(_("You have a document made from this already."))


class WithoutOwnPolicy(PolicyRefused):
    """Whoever works for a partner keeps to both policies, and says so of both."""

    def __init__(self) -> None:
        super().__init__(_("Say what your own organisation’s policy is called and, where it differs, what it says."))


class NothingDiffers(PolicyRefused):
    """Nothing was flagged there."""

    def __init__(self) -> None:
        super().__init__(_("Nobody said that anything differs there."))


class SettledAlready(PolicyRefused):
    """Somebody else settled it."""

    def __init__(self) -> None:
        super().__init__(_("It was settled meanwhile."))


class NoDraft(PolicyRefused):
    """Nothing is being worked on: it was published or archived meanwhile, or never begun."""

    def __init__(self) -> None:
        super().__init__(_("There is no draft any more: it was published or archived meanwhile."))


class MustStay(PolicyRefused):
    """A clause that may be reworded, not left out."""

    def __init__(self, title: str) -> None:
        super().__init__(_("“%(title)s” may be reworded, but not left out.") % {"title": title})


class NoSuchClause(PolicyRefused):
    """No clause has this id, or one has it already."""

    def __init__(self) -> None:
        super().__init__(_("This clause is not there any more."))


class WithoutWords(PolicyRefused):
    """What is said or the reason is owed to whoever reads it later."""

    def __init__(self) -> None:
        super().__init__(_("Say it in words: whoever reads this later has nothing else."))


class TooLong(PolicyRefused):
    """More than a page of its kind holds; nothing of it is cut off in silence."""

    def __init__(self, most: int, length: int) -> None:
        said = _("This is too long: it has %(length)d letters, and %(most)d are kept. Shorten it, or make two of it.")
        super().__init__(said % {"length": length, "most": most})


class PublicationRefused(PolicyRefused):
    """The checks found reasons against it."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(_("This cannot be published yet. The reasons are below."))
        self.refusals = tuple(refusals)


class NotYours(PolicyRefused):
    """An agreement that is not for this person, or a child whose answer they may not give."""

    def __init__(self) -> None:
        super().__init__(_("This agreement is not yours to answer."))


class AnsweredSince(PolicyRefused):
    """Somebody said otherwise after their form came back: what they said last counts."""

    def __init__(self, people: Sequence[str]) -> None:
        said = _("%(who)s answered otherwise after that day. Take away the tick, or look at the day again.")
        super().__init__(said % {"who": ", ".join(people)})


class NotForVisitors(PolicyRefused):
    """Everybody else answers for themselves, by name."""

    def __init__(self) -> None:
        super().__init__(_("Only visitors are counted on sheets."))


class TakesBackTooMany(PolicyRefused):
    """The sum of all sheets cannot fall below none."""

    def __init__(self) -> None:
        super().__init__(_("No more can be taken back than was entered."))


class NotInForce(PolicyRefused):
    """A newer version was published, or the document was archived."""

    def __init__(self) -> None:
        super().__init__(_("There is a newer version by now. Read that one, please."))
