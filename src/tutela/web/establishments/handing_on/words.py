"""Words for what is handed on."""

from django.utils.translation import gettext_lazy as _

LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "CC0 1.0")
"""Licences to choose from where every word is the place's own."""

PERSONAL = {
    "name": _("The name of somebody here"),
    "email": _("An email address"),
    "telephone": _("A telephone number"),
    "born": _("A date of birth"),
    "number": _("The number or login of a person"),
    "postcode": _("A postcode"),
}
"""What keeps a text from being shared."""
