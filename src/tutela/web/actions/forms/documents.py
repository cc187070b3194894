"""What every form asks of a document and of how long it holds."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.actions.rules.files import LARGEST_BYTES, BadFile, Wrong, check_file
from tutela.web.actions.words import FILES
from tutela.web.core import forms

FURTHEST = timedelta(days=36525)
"""A century: what lies beyond it was mistyped."""


class DocumentForm(forms.Form):
    """Checks the fields `document` and `holds_until` of a form that has them."""

    def clean_holds_until(self) -> Any:
        until, today = self.cleaned_data["holds_until"], timezone.localdate()
        if until is not None and until <= today:
            raise forms.ValidationError(_("The day until which it holds must be in the future"))
        if until is not None and until > today + FURTHEST:
            raise forms.ValidationError(_("The day until which it holds is too far away"))
        return until

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
        if document is None:
            return None
        if document.size > LARGEST_BYTES:
            raise forms.ValidationError(FILES[Wrong.TOO_LARGE])
        try:
            check_file(document.name, document.read())
        except BadFile as bad:
            raise forms.ValidationError(FILES[bad.wrong]) from bad
        return document

    def refuse_large(self) -> None:
        """Say that the document was too large to be kept, instead of that there was none."""
        self.errors.pop("document", None)
        self.add_error("document", FILES[Wrong.TOO_LARGE])
