"""What the rows of a report are called."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tutela.web.concerns import words as concern_words
from tutela.web.monitoring.words import theme_title  # noqa: F401  one of the words of reports

Labels = dict[str, Any]

SEVERITIES: Labels = {
    "1": _("1, somebody may be in danger"),
    "2": _("2, look today"),
    "3": _("3, look this week"),
    "4": _("4, worth knowing"),
    "5": _("5, for the record"),
}
COUNTED: Labels = {
    "sanctions": _("Sanctions"),
    "concerns": _("Concerns"),
    "alerts": _("Alerts"),
    "blocks": _("Blocked requests"),
}
OUTCOMES: Labels = {
    "waiting": _("Still waiting"),
    "dismissed": _("Dismissed with a reason"),
    "noted": _("Pastoral note"),
    "raised": _("Raised as a concern"),
}
FOUR_CS: Labels = {
    key: format_lazy("{}: {}", name, concern_words.FOUR_C_HINTS[key]) if key in concern_words.FOUR_C_HINTS else name
    for key, name in concern_words.FOUR_CS.items()
}
CONCERN_OUTCOMES: Labels = {
    **concern_words.OUTCOMES,
    **concern_words.CLOSE_REASONS,
    "open": _("Still being worked on"),
}
WRONGLY_BLOCKED: Labels = {
    "approved": _("Opened after somebody looked"),
    "refused": _("Left blocked, with a reason"),
    "waiting": _("Still waiting"),
}
WRONGLY_OPEN: Labels = {
    "approved": _("Blocked after somebody looked"),
    "refused": _("Left open, with a reason"),
    "waiting": _("Still waiting"),
}
BANDS: dict[str, str] = {
    "5-7": "5 to 7",
    "7-11": "7 to 11",
    "11-16": "11 to 16",
    "16-plus": "16 plus",
    "adult": "adults",
}


def band(names: tuple[str, ...]) -> str:
    """The age bands of one column: "Ages 5 to 11", "Ages 11 to 16", "Everybody else"."""
    if not any(names):
        return str(_("Everybody else"))
    if names == ("adult",):
        return str(_("Adults"))
    first, last = BANDS[names[0]], BANDS[names[-1]]
    if len(names) == 1:
        return str(_("Ages %(band)s") % {"band": first})
    end = last.rpartition(" to ")[2]
    return str(_("Ages %(first)s to %(last)s") % {"first": first.partition(" ")[0], "last": end})


def named(labels: Labels, key: str) -> str:
    """The words of a key, or the key where there are none."""
    return str(labels.get(key, key))
