"""The proof with which an action is closed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.actions.models import SAID_LETTERS
from tutela.web.actions.rules.files import LARGEST_BYTES, BadFile, Wrong, check_file
from tutela.web.actions.words import FILES
from tutela.web.core import forms


class CloseByFigure(forms.Form):
    """The figure is the proof; words may be added."""

    words = forms.CharField(
        label=gettext_lazy("What was done?"),
        max_length=SAID_LETTERS,
        required=False,
        widget=forms.Textarea(rows=3, count=True),
    )


class Close(forms.Form):
    """What was done, since when it is so, and what shows it."""

    words = forms.CharField(
        label=gettext_lazy("What was done, and how can somebody else see it?"),
        help_text=gettext_lazy("Name no learner here."),
        max_length=SAID_LETTERS,
        widget=forms.Textarea(rows=4, count=True),
        error_messages={"required": gettext_lazy("Enter what was done")},
    )
    effective_on = forms.DateField(
        label=gettext_lazy("Since which day is it so?"),
        help_text=gettext_lazy("Not the day on which you write this. For example, 20 11 2026"),
        in_past=True,
        error_messages={"required": gettext_lazy("Enter the day since which it is so")},
    )
    holds_until = forms.DateField(
        label=gettext_lazy("Until which day does it hold?"),
        help_text=gettext_lazy("Where it runs out, such as a certificate or a contract."),
        required=False,
    )
    link = forms.URLField(
        label=gettext_lazy("Link to it"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Enter the whole address, like https://example.org/minutes")},
    )
    document = forms.FileField(
        label=gettext_lazy("A document that shows it"),
        help_text=gettext_lazy(
            "PDF, .docx, .xlsx, .odt, .txt or .csv, up to 20 MB. Never a picture or a recording. It is kept encrypted."
        ),
        required=False,
        error_messages={"empty": FILES[Wrong.EMPTY]},
    )

    def clean_holds_until(self) -> Any:
        until = self.cleaned_data["holds_until"]
        if until is not None and until <= timezone.localdate():
            raise forms.ValidationError(_("The day until which it holds must be in the future"))
        if until is not None and until > timezone.localdate() + timedelta(days=36525):
            raise forms.ValidationError(_("The day until which it holds is too far away"))
        return until

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(_("The link must begin with https:// or http://"))
        return link

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
