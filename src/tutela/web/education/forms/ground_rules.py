"""What is asked when a class agreed to ground rules."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.establishments.models import Group


class NoteAgreed(forms.Form):
    """Which class, when, and to which words."""

    group = forms.ChoiceField(
        label=gettext_lazy("Who agreed?"),
        choices=[],
        widget=forms.Select,
        error_messages={"required": gettext_lazy("Select who agreed")},
    )
    agreed_on = forms.DateField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("For example, 3 9 2026"),
        in_past=True,
        error_messages={"required": gettext_lazy("Enter the day")},
    )
    words_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("Choose")), *((str(one.pk), one.name) for one in groups)]
