"""What the pages call things."""

from django.utils.translation import gettext_lazy as _

from tutela.web.responsibilities.models.group import Perspectives
from tutela.web.responsibilities.rules.duties import Flaw
from tutela.web.responsibilities.rules.journey import Stand

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
GRAVE = frozenset({Flaw.NOBODY, Flaw.TECHNICAL_ONLY})
"""Flaws that a meeting speaks of."""

PERSPECTIVES = dict(Perspectives.choices)

STANDS = {
    Stand.HOLDS: (_("Done"), "green"),
    Stand.SHORT: (_("Not reached"), "red"),
    Stand.OLD: (_("Too old"), "yellow"),
    Stand.MISSING: (_("To do"), "grey"),
}

PAGES = {
    "filters:health": _("The filter’s health"),
    "filters:changes": _("Changes to the filter"),
    "filters:exceptions": _("Exceptions"),
    "registers:technologies": _("Technologies in use"),
    "monitoring:inbox": _("Alerts"),
    "monitoring:rules": _("Rules that raise alerts, and how loud each is"),
    "reports:half-term": _("The half-term report"),
    "reports:filter": _("The report on the filter"),
    "reviews:elements": _("The four elements"),
    "actions:list": _("Actions"),
    "policies:coverage": _("Who has agreed"),
    "policies:list": _("Policies and agreements"),
    "education:training": _("Training"),
}
"""What a look at something opens beside it, by the names of the addresses."""
