"""A document that is put beside a statement."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.actions.forms import DocumentForm
from tutela.web.actions.rules.files import Wrong
from tutela.web.actions.words import FILES
from tutela.web.core import forms
from tutela.web.reviews.signed import MOST_BYTES


class FileForm(DocumentForm):
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
