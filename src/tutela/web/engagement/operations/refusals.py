"""What is refused, each in words that a page can show."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tutela.web.core.operation import Refused


class EngagementRefused(Refused):
    """Nothing was changed. Its text says why, to whoever asked."""


class NotInThisState(EngagementRefused):
    """The survey is being made, open or has ended, and this cannot be done to it then."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has opened or ended this survey meanwhile. Look at its page again."))


class AnsweredAlready(EngagementRefused):
    """Everybody answers once."""

    def __init__(self) -> None:
        super().__init__(_("You have answered these questions already. Each person answers once."))


class NotAsked(EngagementRefused):
    """These questions are for somebody else."""

    def __init__(self) -> None:
        super().__init__(_("These questions are not for you."))


class NoAnswer(EngagementRefused):
    """An empty sheet says nothing."""

    def __init__(self) -> None:
        super().__init__(_("Answer at least one question"))


class NotAChoice(EngagementRefused):
    """What was sent is no choice of the question."""

    def __init__(self) -> None:
        super().__init__(_("Choose one of the answers that are offered"))


class NoQuestions(EngagementRefused):
    """A survey asks something."""

    def __init__(self) -> None:
        super().__init__(_("Keep at least one question"))


class NoWordsHere(EngagementRefused):
    """Whoever answers with faces does not write yet."""

    def __init__(self) -> None:
        super().__init__(_("These questions are answered with faces. A question in words would never be asked."))


class EndsInThePast(EngagementRefused):
    """The last day has not passed."""

    def __init__(self) -> None:
        super().__init__(_("The last day must be in the future, and no more than 90 days away"))


class LetterIsFurther(EngagementRefused):
    """Somebody made or sent it meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has made or sent this letter meanwhile. Look at its page again."))


class NotKnown(EngagementRefused):
    """A letter asks for a fact that the records do not hold."""

    def __init__(self, names: str) -> None:
        super().__init__(
            _("The letter asks for what is not known: %(names)s. Fill it in the records, or write without it.")
            % {"names": names}
        )


class StillToBeWritten(EngagementRefused):
    """A part in square brackets is a note to whoever writes."""

    def __init__(self) -> None:
        super().__init__(_("Something in square brackets is still to be written. Replace it first."))


class NobodyToWriteTo(EngagementRefused):
    """No parent with responsibility is noted there."""

    def __init__(self) -> None:
        super().__init__(
            _("No parent or carer with parental responsibility is noted for these children. Import them first.")
        )


class NotAReply(EngagementRefused):
    """What was sent is none of the replies that the letter offers."""

    def __init__(self) -> None:
        super().__init__(_("Select an answer"))


class NotSentYet(EngagementRefused):
    """Nobody replies to what they have not had."""

    def __init__(self) -> None:
        super().__init__(_("The letter has not been sent yet, so nobody can have replied to it."))


class AnotherSurvey(EngagementRefused):
    """The sheets belong elsewhere."""

    def __init__(self, code: str) -> None:
        super().__init__(_("“%(code)s” is not the code of this survey. Look at the foot of a sheet.") % {"code": code})


class TooManySheets(EngagementRefused):
    """More answers than people who were asked."""

    def __init__(self, asked: int, answered: int) -> None:
        said = _("%(asked)s people were asked and %(answered)s have answered, so this stack has too many sheets.")
        super().__init__(said % {"asked": asked, "answered": answered})


class CountedMeanwhile(EngagementRefused):
    """A stack was counted in after the page was shown: the same one, sent twice, or another."""

    def __init__(self, sheets: int) -> None:
        said = ngettext(
            "A stack of %(n)s sheet was counted in a moment ago. If it was this one, do not send it again.",
            "A stack of %(n)s sheets was counted in a moment ago. If it was this one, do not send it again.",
            sheets,
        )
        super().__init__(said % {"n": sheets})


class DoesNotAddUp(EngagementRefused):
    """So many sheets cannot have said that."""

    def __init__(self, ask: str) -> None:
        said = _("The counts do not add up with the number of sheets, at the question “%(ask)s”. Count them again.")
        super().__init__(said % {"ask": ask})


class TooManyAnswers(EngagementRefused):
    """More than a school's readers send, from people who have not signed in."""

    def __init__(self) -> None:
        super().__init__(_("Very many people have answered within this hour. Send it again in an hour, or sign in."))


class EnoughWords(EngagementRefused):
    """So much was written about this version that nobody could read more."""

    def __init__(self) -> None:
        super().__init__(_("Very many people wrote about this already. Take your words out, and your answer counts."))
