"""Whom to invite from outside, what to ask and to show; and what they say."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.responsibilities.models.stakeholders import SAID_LETTERS
from tutela.web.responsibilities.rules import inviting


class InviteStakeholder(forms.Form):
    """Somebody from outside, until when, what they are asked, and what they may read."""

    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, widget=forms.TextInput(width=20))
    family_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80, widget=forms.TextInput(width=20))
    organisation = forms.CharField(label=gettext_lazy("For whom do they work?"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("Email address"), help_text=gettext_lazy("They sign in with it."), max_length=150
    )
    # a field called "questions" would hide those of the form from its template
    asks = forms.CharField(
        label=gettext_lazy("What are they asked?"),
        help_text=gettext_lazy("One question in each line, eight at most."),
        max_length=2500,
        widget=forms.Textarea(rows=8),
        error_messages={"required": gettext_lazy("Ask at least one question")},
    )
    documents = forms.MultipleChoiceField(
        label=gettext_lazy("What may they read meanwhile?"),
        required=False,
        widget=forms.Checkboxes(small=True),
    )
    until_on = forms.DateField(
        label=gettext_lazy("From which day on do they see nothing any more?"),
        help_text=gettext_lazy("A year from now at most."),
        error_messages={"required": gettext_lazy("Enter the day")},
    )

    def __init__(self, *args: Any, today: date, documents: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["documents"].choices = list(documents)
        if not self.fields["documents"].choices:
            del self.fields["documents"]

    def clean_asks(self) -> list[str]:
        asked = inviting.questions_in(self.cleaned_data["asks"])
        if len(asked) > inviting.MOST_QUESTIONS:
            raise forms.ValidationError(_("Ask eight questions at most, each in a line of its own"))
        if any(len(one) > inviting.LONGEST_QUESTION for one in asked):
            raise forms.ValidationError(_("A question has 300 letters at most"))
        return asked

    def clean_until_on(self) -> date:
        day: date = self.cleaned_data["until_on"]
        if not inviting.may_last(day, self.today):
            raise forms.ValidationError(_("The day must be after today, and within a year"))
        return day


class Contribute(forms.Form):
    """The questions of an invitation. None has to be answered."""

    mark_optional = False

    def __init__(self, *args: Any, questions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question, max_length=SAID_LETTERS, required=False, widget=forms.Textarea(rows=4)
            )

    def answers(self) -> dict[int, str]:
        """By the number of the question, from 0."""
        return {int(name.partition("_")[2]): words for name, words in self.cleaned_data.items() if words}
