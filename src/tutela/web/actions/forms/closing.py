"""The proof with which an action is closed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.actions.forms.documents import DocumentForm
from tutela.web.actions.models import SAID_LETTERS
from tutela.web.actions.rules.files import Wrong
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


class Close(DocumentForm):
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

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(_("The link must begin with https:// or http://"))
        return link
