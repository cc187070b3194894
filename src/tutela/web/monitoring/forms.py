"""What is asked about alerts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.concerns import words as concern_words
from tutela.web.concerns.rules import FOUR_CS
from tutela.web.core import forms
from tutela.web.monitoring.models import Alert, AlertDecision
from tutela.web.monitoring.words import theme_title


class Narrow(forms.FilterForm):
    """What narrows the inbox."""

    state = forms.ChoiceField(label=_("Show"), choices=Alert.State.choices)
    severity = forms.MultipleChoiceField(
        label=_("Severity"),
        choices=[
            ("1", _("1 Immediate")),
            ("2", _("2 High")),
            ("3", _("3 Medium")),
            ("4", _("4 Low")),
            ("5", _("5 For information")),
        ],
        widget=forms.Checkboxes(small=True),
    )
    theme = forms.ChoiceField(label=_("Category"), choices=[])

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("All")), *((key, theme_title(key)) for key in themes)]


class Triage(forms.Form):
    """Every decision says how much had matched when the alert was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class Dismiss(Triage):
    """Why an alert needs nothing more."""

    reason = forms.ChoiceField(
        label=_("Why does this need nothing more?"),
        choices=AlertDecision.Reason.choices,
        widget=forms.Radios,
        error_messages={"required": _("Select why this needs nothing more")},
    )
    words = forms.CharField(label=_("Anything to add?"), required=False, max_length=1000, widget=forms.Textarea(rows=3))
    false_positive = forms.BooleanField(label=_("The rule should not have matched this"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("reason") == "other" and not cleaned.get("words"):
            self.add_error("words", _("Enter the reason"))
        return cleaned


class Note(Triage):
    """What was done, for the day when it matters again."""

    words = forms.CharField(
        label=_("What did you see or do?"),
        help_text=_("For example: spoke with the form tutor, who knows of the loss in the family and keeps an eye."),
        max_length=4000,
        widget=forms.Textarea(rows=6, count=True),
    )


class Raise(Triage):
    """A concern, with what is known filled in already."""

    what_happened = forms.CharField(
        label=_("What happened?"),
        help_text=_("Filled in from the records. Add what you know; keep facts and opinion apart."),
        max_length=8000,
        widget=forms.Textarea(rows=12, count=True),
    )
    about = forms.CharField(label=_("Who is it about?"), max_length=120, required=False)
    role = forms.ChoiceField(
        label=_("What part do they have in it?"),
        choices=[
            ("harmed", _("They may be at risk, or were harmed")),
            ("alleged", _("They may put somebody else at risk")),
            ("bystander", _("They saw it or are near it")),
        ],
        widget=forms.Radios,
    )
    four_c = forms.ChoiceField(
        label=_("What kind of risk is it?"), choices=[(key, concern_words.FOUR_CS[key]) for key in FOUR_CS]
    )
    danger = forms.ChoiceField(
        label=_("Is anybody in danger now?"),
        choices=[("yes", _("Yes, or I am not sure")), ("no", _("No"))],
        error_messages={"required": _("Select whether anybody is in danger now")},
        widget=forms.Radios(hints={"yes": _("If somebody’s life may be at risk, ring 999 first.")}),
    )

    def __init__(self, *args: Any, asks_who: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_who:
            del self.fields["about"]
