"""A document that is put beside a statement."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.actions.rules.files import LARGEST_BYTES, BadFile, Wrong, check_file
from tutela.web.actions.words import FILES
from tutela.web.core import forms
from tutela.web.reviews.signed import MOST_BYTES


class FileForm(forms.Form):
    """The document, since when it is so, and until when it holds."""

    document = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy(
            "PDF, .docx, .xlsx, .odt, .txt or .csv, up to 20 MB. Never a picture or a recording. It is kept encrypted."
        ),
        error_messages={"required": gettext_lazy("Choose a document"), "empty": FILES[Wrong.EMPTY]},
    )
    effective_on = forms.DateField(
        label=gettext_lazy("Since which day is it so?"),
        help_text=gettext_lazy("Not the day on which you add it. For example, 20 11 2026"),
        in_past=True,
        error_messages={"required": gettext_lazy("Enter the day since which it is so")},
    )
    holds_until = forms.DateField(
        label=gettext_lazy("Until which day does it hold?"),
        help_text=gettext_lazy("Where it runs out, such as a certificate or a contract."),
        required=False,
    )

    def clean_holds_until(self) -> Any:
        until = self.cleaned_data["holds_until"]
        if until is not None and until <= timezone.localdate():
            raise forms.ValidationError(_("The day until which it holds must be in the future"))
        return until

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
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


class TakeInForm(forms.Form):
    """A signed file of another establishment."""

    document = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("It ends in .tutela.json."),
        error_messages={"required": gettext_lazy("Choose the file"), "empty": gettext_lazy("The file is empty")},
    )

    def clean_document(self) -> Any:
        document = self.cleaned_data["document"]
        if document.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than any of ours"))
        return document
