"""What is asked of whoever reviews."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.reviews.frameworks.model import Level

DOES_NOT_APPLY = "none"


class AnswerForm(forms.Form):
    """One level, or that the statement does not apply here, with what a reader should know."""

    level = forms.ChoiceField(label=gettext_lazy("Which of these describes us?"), widget=forms.Radios())
    commentary = forms.CharField(
        label=gettext_lazy("What shows it?"),
        help_text=gettext_lazy("What you looked at and whom you asked. Name no child."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(rows=5, count=True),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, levels: tuple[Level, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (f"{number}", f"{level.name}: {level.text}" if level.name not in ("", level.text) else level.text)
            for number, level in enumerate(levels)
        ]
        self.levels = levels
        self.fields["level"].choices = [*choices, (DOES_NOT_APPLY, _("This does not apply to us"))]

    def clean(self) -> dict[str, Any]:
        """Whoever says that something does not apply says why."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("level") == DOES_NOT_APPLY and not cleaned.get("commentary", "").strip():
            self.add_error("commentary", _("Say why this does not apply to you"))
        return cleaned

    @property
    def chosen(self) -> Level | None:
        """The level; None where the statement does not apply."""
        given = self.cleaned_data["level"]
        return None if given == DOES_NOT_APPLY else self.levels[int(given)]
