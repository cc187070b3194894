"""What is refused, each in words that a page can show."""

from django.utils.translation import gettext as _

from tutela.web.core.operation import Refused


class ConsentRefused(Refused):
    """Nothing was changed. Its text says why, to whoever asked."""


class NotAsked(ConsentRefused):
    """Nobody is asked about that purpose on that channel."""

    def __init__(self) -> None:
        super().__init__(_("That is not asked here. Choose one of the purposes with one of its channels."))


class NotTheirs(ConsentRefused):
    """Whoever is said to have answered has no say about this person today."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s does not answer for this person. Check who has responsibility, and from which age they decide.")
            % {"name": name}
        )


class BadDays(ConsentRefused):
    """A day that has not come, or two days the wrong way round."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


class WithoutEvidence(ConsentRefused):
    """Paper says where it lies."""

    def __init__(self) -> None:
        super().__init__(_("Enter where the signed form lies, so that somebody else can find it."))


class AlreadyEnded(ConsentRefused):
    """It was withdrawn before, or is down already."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has noted this already."))
