"""How an address is asked for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms


def address_field(label: Any, **more: Any) -> forms.URLField:
    """A page in the web."""
    errors = {
        "required": _("Enter the address"),
        "invalid": _("Enter the whole address, like https://example.org/page"),
    }
    return forms.URLField(label=label, max_length=500, assume_scheme="https", error_messages=errors, **more)
