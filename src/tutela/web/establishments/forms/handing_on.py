"""What is asked when something is handed on to other establishments, or taken in from them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.establishments.handing_on.signed import MOST_BYTES


class ShareForm(forms.Form):
    """By whom, and under which licence. What is made of the licence's hint is said by each kind of file."""

    licence_hint: Any = ""

    author = forms.CharField(
        label=gettext_lazy("Who made it?"),
        help_text=gettext_lazy("A school or a team, not a person."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter who made it")},
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Under which licence may others use it?"),
        choices=[],
        widget=forms.Radios(small=True),
        error_messages={"required": gettext_lazy("Select a licence")},
    )

    def __init__(self, *args: Any, licences: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["licence"].help_text = self.licence_hint
        self.fields["licence"].choices = [(one, one) for one in licences]
        self.initial.setdefault("licence", licences[0])


class TakeInForm(forms.Form):
    """A signed file of another establishment. How its name ends is said by each kind of file."""

    file_hint: Any = ""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        error_messages={"required": gettext_lazy("Choose the file"), "empty": gettext_lazy("The file is empty")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = self.file_hint

    def clean_file(self) -> Any:
        """Not more than such a file can be."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than any of ours: 512 KB at most"))
        return file
