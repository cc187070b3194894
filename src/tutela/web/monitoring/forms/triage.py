"""What is asked when an alert is decided."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tutela.web.concerns import words as concern_words
from tutela.web.concerns.rules import FOUR_CS
from tutela.web.core import forms
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import AlertDecision


class Triage(forms.Form):
    """Every decision says how much had matched when the alert was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class Dismiss(Triage):
    """Why an alert needs nothing more."""

    reason = forms.ChoiceField(
        label=_("Why does this need nothing more?"),
        choices=AlertDecision.Reason.choices,
        widget=forms.Radios(small=True),
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

    others = forms.MultipleChoiceField(
        label=_("Which other alerts is it about?"),
        help_text=_("They are settled with the same concern."),
        required=False,
        widget=forms.Checkboxes(small=True),
    )

    def __init__(self, *args: Any, asks_who: bool, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_who:
            del self.fields["about"]
        self.fields["others"].choices = others
        if not others:
            del self.fields["others"]

    def seen_of_others(self) -> dict[UUID, int]:
        """The other alerts that were chosen, each with how many matches it had."""
        pairs = (choice.split(":") for choice in self.cleaned_data.get("others") or ())
        return {UUID(pk): int(number) for pk, number in pairs}


class Together(forms.Form):
    """One decision for several alerts of one person. Each choice carries how many matches were read."""

    chosen = forms.MultipleChoiceField(
        label=_("Which alerts?"),
        widget=forms.Checkboxes,
        error_messages={"required": _("Select at least one alert")},
    )
    kind = forms.ChoiceField(
        label=_("What do you decide about them?"),
        choices=[(rules.DISMISSED, _("Dismiss them")), (rules.NOTED, _("Keep a pastoral note with each"))],
        widget=forms.Radios(reveals={rules.DISMISSED: "reason"}),
        error_messages={"required": _("Select what you decide")},
    )
    reason = forms.ChoiceField(
        label=_("Why do they need nothing more?"), choices=AlertDecision.Reason.choices, required=False
    )
    words = forms.CharField(
        label=_("What did you see or do?"), required=False, max_length=4000, widget=forms.Textarea(rows=4)
    )

    def __init__(self, *args: Any, alerts: list[tuple[str, str]], hints: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = alerts
        self.fields["chosen"].widget.hints = hints
        self.fields["reason"].choices = [("", _("Select a reason")), *AlertDecision.Reason.choices]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, reason, said = cleaned.get("kind"), cleaned.get("reason"), cleaned.get("words")
        if kind == rules.DISMISSED and not reason:
            self.add_error("reason", _("Select why they need nothing more"))
        if not said and (kind == rules.NOTED or (kind == rules.DISMISSED and reason == "other")):
            self.add_error("words", _("Enter what you saw or did"))
        return cleaned

    def seen(self) -> dict[UUID, int]:
        """The alerts that were chosen, each with how many matches were read."""
        pairs = (choice.split(":") for choice in self.cleaned_data["chosen"])
        return {UUID(pk): int(number) for pk, number in pairs}
