"""What the pages call the faults, and how a file is refused."""

from django.utils.translation import gettext_lazy as _

from tutela.web.actions.rules.checks import Fault
from tutela.web.actions.rules.files import Wrong

FAULTS = {
    Fault.CIRCULAR: (_("Waiting for each other"), _("None of these could begin. Take one of the links away.")),
    Fault.NO_PROOF: (
        _("Done without proof"),
        _("Nobody can tell that these were done. Open them again and close them with proof."),
    ),
    Fault.CONTRADICTED: (
        _("Done, but the figure says otherwise"),
        _("Today’s figure does not reach what was asked. These open again by themselves within a quarter of an hour."),
    ),
    Fault.EXPIRED: (
        _("Evidence has run out"),
        _("What closed these no longer holds, or is too old to say. Run the check again, or open them again."),
    ),
    Fault.OVERDUE: (_("Overdue"), _("Close them with their proof, or move the day and say why.")),
    Fault.NO_OWNER: (_("No owner"), _("Nobody has taken these upon them. Hand them over to somebody.")),
    Fault.OWNER_LEFT: (_("Owner has left"), _("Hand these over to somebody who works here.")),
    Fault.NO_DUE_DAY: (_("No due day"), _("Nobody is reminded of these. Give them a day.")),
    Fault.BEFORE_ITS_TURN: (
        _("Due before what it waits for"),
        _("These wait for something that is due later. Move one of the two days."),
    ),
}
"""Title and what to do."""

FILES = {
    Wrong.EMPTY: _("The file you chose is empty"),
    Wrong.TOO_LARGE: _("The file is larger than 20 MB"),
    Wrong.PICTURE: _("Pictures and recordings are never taken here. Describe in words what can be seen"),
    Wrong.TYPE: _("Choose a PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt), .txt or .csv file"),
    Wrong.NOT_WHAT_IT_SAYS: _("What is in the file is not what its name says. Save it again from where it was made"),
    Wrong.MACROS: _("The file holds macros. Save it without them, or as a PDF"),
}

TAGS = {
    "": _("None of these"),
    "protect": _("Protect: technology and procedures"),
    "educate": _("Educate: what people know"),
    "empower": _("Empower: what people can do for themselves"),
}

RECURS = {
    0: _("No"),
    30: _("Every month"),
    42: _("Every half-term (6 weeks)"),
    91: _("Every term (13 weeks)"),
    182: _("Every half-year"),
    365: _("Every year"),
}
"""After how many days it comes back."""


def recurs(days: int | None) -> str:
    """How often it comes back, in words; "" where it does not."""
    if not days:
        return ""
    return str(RECURS.get(days) or _("Every %(days)d days") % {"days": days})
