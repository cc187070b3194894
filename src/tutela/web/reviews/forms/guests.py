"""Whom to invite, and what a guest says."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.reviews.rules.guests import may_last


class InviteForm(forms.Form):
    """Somebody from outside, and until when."""

    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, widget=forms.TextInput(width=20))
    family_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80, widget=forms.TextInput(width=20))
    email = forms.EmailField(
        label=gettext_lazy("Email address"), help_text=gettext_lazy("They sign in with it."), max_length=150
    )
    until_on = forms.DateField(
        label=gettext_lazy("From which day on do they see nothing any more?"),
        help_text=gettext_lazy("Three months from now at most."),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        """today: the day that it is at the establishment."""
        super().__init__(data)
        self.today = today

    def clean_until_on(self) -> Any:
        day = self.cleaned_data["until_on"]
        if not may_last(day, self.today):
            raise forms.ValidationError(_("The day must be after today, and within three months"))
        return day


class CommentForm(forms.Form):
    """What a guest says about one statement."""

    words = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy("It is kept with exactly what you see above. Name no child."),
        max_length=4000,
        widget=forms.Textarea(rows=5, count=True),
        error_messages={"required": gettext_lazy("Enter your comment")},
    )
    saw = forms.CharField(widget=forms.HiddenInput(), required=False)
