"""What is asked while somebody works on an alert."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms


class AddNote(forms.Form):
    """A note for those who may read the alert."""

    words = forms.CharField(
        label=_("What do you want to note?"),
        help_text=_("It is kept with the alert and cannot be changed. Those who may read the alert can read it."),
        max_length=4000,
        widget=forms.Textarea(rows=6, count=True),
    )


class HandOver(forms.Form):
    """To whom an alert goes, and why."""

    to = forms.ChoiceField(
        label=_("Who takes it over?"),
        widget=forms.Radios,
        error_messages={"required": _("Select who takes it over")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("They can read this. Their e-mail says only that an alert was handed to them."),
        max_length=1000,
        widget=forms.Textarea(rows=3),
        error_messages={"required": _("Enter why you hand it over")},
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = people


class LookBack(forms.Form):
    """How far back to look, and what for."""

    days = forms.TypedChoiceField(
        label=_("How far back?"),
        choices=[("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days"))],
        coerce=int,
        initial="7",
        widget=forms.Radios,
    )
    purpose = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("For example: to see whether this is new for them, before I talk with them. It is kept on record."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(rows=3),
        error_messages={
            "required": _("Enter what you need it for"),
            "min_length": _("Enter what you need it for in a few words"),
        },
    )
