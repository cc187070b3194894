"""What is typed off two recovery sheets."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from tutela.web.backups import written
from tutela.web.core import forms

SHEET = b"tutela recovery sheet"
"""What the letters of a sheet belong to: a key of back-ups is not taken for one."""


class SheetField(django_forms.CharField):
    """The seven lines of a sheet, as its private key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(rows=7, attrs={"spellcheck": "false", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return written.read(text, SHEET) if text else text
        except written.Mistyped as error:
            raise django_forms.ValidationError(str(error)) from error


class Sheets(forms.Form):
    """Two of them; the names of the fields keep them out of what is remembered of unsent forms."""

    first_secret = SheetField(
        label=_("First sheet"),
        help_text=_("All seven lines, with their numbers and check digits."),
        error_messages={"required": _("Type the lines of the first sheet")},
    )
    second_secret = SheetField(
        label=_("Second sheet"),
        help_text=_("It belongs to somebody else."),
        error_messages={"required": _("Type the lines of the second sheet")},
    )
