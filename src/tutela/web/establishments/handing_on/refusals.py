"""Why something is not handed on, or not taken in, in words that a page can show."""

from django.utils.translation import gettext as _

from tutela.web.core.operation import Refused


class HandingOnRefused(Refused):
    """Nothing was made or kept. Its text says why, to whoever asked."""


class HoldsPersonalData(HandingOnRefused):
    """It names somebody, or says what leads to them; the page says where."""

    def __init__(self) -> None:
        super().__init__(_("It cannot be shared while it holds personal data. What was found is below."))


class NotLicensed(HandingOnRefused):
    """Words that came under a licence leave under it."""

    def __init__(self, licence: str) -> None:
        said = _("Parts of it came under %(licence)s, so it can be shared under that licence alone.")
        super().__init__(said % {"licence": licence})


class BadFile(HandingOnRefused):
    """What was taken in is no such file."""


class TakenInBefore(HandingOnRefused):
    """This very version is here."""

    def __init__(self) -> None:
        super().__init__(_("This version was taken in already."))


class MadeHere(HandingOnRefused):
    """The file was made by this place itself."""

    def __init__(self) -> None:
        super().__init__(_("This file was made here. Take in those of others."))


class AnotherHand(HandingOnRefused):
    """What is in it is known and came with another key."""

    def __init__(self, who: str) -> None:
        said = _(
            "What is in it first came from %(who)s, and this file was signed with another key. Ask them by telephone "
            "whether they changed it."
        )
        super().__init__(said % {"who": who})
