"""What is asked of somebody who read a unit or finished a course, and of whoever counts sheets on paper."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.education.shipped.training import Question


class AnswerPart(forms.Form):
    """One choice for each question; cleaned: by question from 0, the answer from 1."""

    def __init__(self, *args: Any, asked: Sequence[Question], words: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, one in enumerate(asked):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=words(one.ask),
                choices=[(str(count), words(answer)) for count, answer in enumerate(one.answers, 1)],
                widget=forms.Radios(),
                error_messages={"required": gettext_lazy("Select an answer")},
            )

    def said(self) -> dict[int, int]:
        """What was chosen."""
        return {int(name[1:]): int(value) for name, value in self.cleaned_data.items()}


class OnPaper(forms.Form):
    """How many, when, and who keeps the sheets."""

    people = forms.IntegerField(
        label=gettext_lazy("How many people took part?"),
        min_value=1,
        max_value=10_000,
        error_messages={"required": gettext_lazy("Enter how many people took part")},
    )
    understood = forms.IntegerField(
        label=gettext_lazy("How many had every answer right?"),
        min_value=0,
        max_value=10_000,
        error_messages={"required": gettext_lazy("Enter how many had every answer right")},
    )
    done_on = forms.DateField(
        label=gettext_lazy("When was it?"),
        help_text=gettext_lazy("For example, 3 9 2026"),
        in_past=True,
        error_messages={"required": gettext_lazy("Enter the day")},
    )
    kept = forms.CharField(
        label=gettext_lazy("Who keeps the sheets?"),
        help_text=gettext_lazy("For example, the office, in the folder of volunteers."),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter who keeps the sheets")},
    )
