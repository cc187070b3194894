"""What is asked when a vision is approved."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.evidence.kinds import list_kinds
from tutela.web.responsibilities.models.vision import MOST_MEASURES, VISION_LETTERS


class AdoptVision(forms.Form):
    """The words, who approved them, and what shows whether they come true."""

    text = forms.CharField(
        label=_("What is being safe online for here?"),
        help_text=_("A few sentences that everybody here would recognise. Let learners have a part in them."),
        max_length=VISION_LETTERS,
        widget=forms.Textarea(rows=6, count=True),
        error_messages={"required": _("Enter what it is for")},
    )
    approved_by = forms.CharField(
        label=_("Who approved it?"),
        help_text=_("Name and role"),
        max_length=200,
        error_messages={"required": _("Enter who approved it")},
    )
    approved_on = forms.DateField(
        label=_("When was it approved?"),
        help_text=_("For example, 22 1 2027"),
        in_past=True,
        error_messages={"required": _("Enter the day on which it was approved")},
    )
    minute = forms.CharField(
        label=_("Where do governors have it?"),
        help_text=_("The body, its day and the number of the minute."),
        max_length=200,
        required=False,
    )
    follows = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = sorted((kind.title, name) for name, kind in list_kinds().items())
        kinds = [("", _("Choose a figure")), *((name, title) for title, name in titles)]
        for number in range(1, MOST_MEASURES + 1):
            self.fields[f"measure_{number}"] = forms.ChoiceField(
                label=_("Which figure shows whether it comes true?") if number == 1 else _("And which other?"),
                choices=kinds,
                widget=forms.Select(),
                required=number == 1,
                error_messages={"required": _("Select a figure that shows whether it comes true")},
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        names = [f"measure_{number}" for number in range(1, MOST_MEASURES + 1)]
        chosen = [given.pop(name, "") for name in names]
        given["measures"] = [one for one in chosen if one]
        return given
