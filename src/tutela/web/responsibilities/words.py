"""What the pages call things."""

from django.utils.translation import gettext_lazy as _

from tutela.web.responsibilities.rules.duties import Flaw

FLAWS = {
    Flaw.NOBODY: (_("Nobody"), "red", _("Nobody answers for it. Name somebody.")),
    Flaw.TECHNICAL_ONLY: (
        _("Technical only"),
        "red",
        _(
            "This is a decision about safeguarding. Whoever answers for it looks after the technology and leads "
            "nothing else, so nobody weighs it as a matter of safeguarding. Name somebody who leads."
        ),
    ),
    Flaw.ELSEWHERE: (
        _("Another role"),
        "yellow",
        _("Another role usually answers for it. That may be right here: check that it was meant."),
    ),
}
"""Tag, its colour, and what it means."""
