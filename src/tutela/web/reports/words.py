"""What the rows of a report are called."""

from django.utils.translation import gettext_lazy as _

SEVERITIES = {
    1: _("1, somebody may be in danger"),
    2: _("2, look today"),
    3: _("3, look this week"),
    4: _("4, worth knowing"),
    5: _("5, for the record"),
}
OUTCOMES = {
    "waiting": _("Still waiting"),
    "dismissed": _("Dismissed with a reason"),
    "noted": _("Pastoral note"),
    "raised": _("Raised as a concern"),
}
REQUESTS = {"allowed": _("Requests that were opened"), "blocked": _("Requests that were blocked")}
