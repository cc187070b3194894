"""How transfers are spoken of on pages."""

from django.utils.translation import gettext_lazy as _

STATUSES = {
    "to-send": _("To send"),
    "on-its-way": _("Sent, no receipt yet"),
    "received": _("They have it"),
    "kept": _("Not sent"),
}
COLOURS = {"to-send": "yellow", "on-its-way": "", "received": "green", "kept": "grey"}
STEPS = {
    "made": _("The file was made"),
    "handed-over": _("It was sent"),
    "receipt": _("Their receipt is here"),
    "not-sent": _("It was decided not to send it"),
}
WAYS = {
    "secure-mail": _("By secure e-mail"),
    "upload": _("Through their own secure upload"),
    "by-hand": _("By hand, with somebody’s name"),
}
STANDINGS = {
    "unchecked": (_("Not compared yet"), "yellow"),
    "checked": (_("Compared by telephone"), "green"),
    "ended": (_("No longer used"), "grey"),
}
