"""Words that stand on several pages."""

from django.utils.translation import gettext_lazy as _

AUDIENCES = {
    "staff": _("Everybody who works here"),
    "governors": _("Governors"),
    "leads": _("Those who lead safeguarding"),
}
