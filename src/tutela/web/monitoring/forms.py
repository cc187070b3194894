"""What is asked about alerts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.forms import DateField
from django.utils.translation import gettext_lazy as _

from tutela.web.concerns import words as concern_words
from tutela.web.concerns.rules import FOUR_CS
from tutela.web.core import forms
from tutela.web.monitoring import queries, rules, words
from tutela.web.monitoring.models import AlertDecision, Tuning


class Day(forms.TextInput):
    """A day as browsers let people choose it, so that it stands in the address as one word."""

    input_type = "date"


class Narrow(forms.FilterForm):
    """What narrows the inbox. `counts` says how many alerts stand behind each choice."""

    state = forms.ChoiceField(label=_("Show"), choices=words.SHOWN, widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("Person"), choices=[], widget=forms.HiddenInput)
    severity = forms.MultipleChoiceField(label=_("Severity"), widget=forms.Checkboxes(small=True))
    theme = forms.ChoiceField(label=_("Category"))
    group = forms.ChoiceField(label=_("Group"))
    held_by = forms.ChoiceField(label=_("Who looks after it"))
    from_on = DateField(label=_("From"), widget=Day(), error_messages={"invalid": _("Enter a day such as 2026-11-22")})
    to_on = DateField(label=_("To"), widget=Day(), error_messages={"invalid": _("Enter a day such as 2026-11-22")})
    origin = forms.ChoiceField(label=_("Where it comes from"))

    def __init__(
        self, *args: Any, counts: queries.Counts, groups: list[Any], person: tuple[str, str] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("All"))
        chosen = set(self.data.getlist("severity")) if self.is_bound else set()
        self.fields["severity"].choices = [
            (str(level), f"{words.SEVERITIES[level]} ({counts.severities.get(level, 0)})")
            for level in words.SEVERITIES
            if counts.severities.get(level) or str(level) in chosen or level == rules.WORST
        ]
        themes = sorted({*counts.themes, *filter(None, [self.data.get("theme")] if self.is_bound else [])})
        self.fields["theme"].choices = [
            anything,
            *((key, f"{words.theme_title(key)} ({counts.themes.get(key, 0)})") for key in themes),
        ]
        self.fields["held_by"].choices = [
            anything,
            *((key, f"{said} ({counts.held_by.get(key, 0)})") for key, said in words.HELD_BY.items()),
        ]
        self.fields["origin"].choices = [
            anything,
            *((key, f"{said} ({counts.origins.get(key, 0)})") for key, said in words.ORIGINS.items()),
        ]
        self.fields["group"].choices = [anything, *((str(group.pk), group.name) for group in groups)]
        self.fields["person"].choices = [person] if person else []


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


NEVER = "never"


class Digest(forms.Form):
    """When the daily mail comes."""

    hour = forms.ChoiceField(
        label=_("When do you want to be told how many alerts nobody has read?"),
        help_text=_("Once a day, on days with cover, and only if there are any. The mail says how many, and no more."),
        choices=[(NEVER, _("Never")), *((str(hour), f"{hour}:00") for hour in range(6, 21))],
    )


class Propose(forms.Form):
    """How a rule is to be made quieter here, until when, and why."""

    kind = forms.ChoiceField(
        label=_("What do you propose?"),
        choices=Tuning.Kind.choices,
        widget=forms.Radios(reveals={rules.LEAVE_WORDS: "said", rules.LOWER_SEVERITY: "severity"}),
        error_messages={"required": _("Select what you propose")},
    )
    said = forms.CharField(
        label=_("Which words?"),
        help_text=_("Whole words, as they are searched for. No name of a person."),
        required=False,
        max_length=120,
    )
    severity = forms.ChoiceField(label=_("Which severity?"), required=False)
    until_on = forms.DateField(
        label=_("Until which day?"), help_text=_("A year at most, so that somebody looks at it again.")
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("The figures go with it. Name nobody."),
        max_length=1000,
        widget=forms.Textarea(rows=3),
        error_messages={"required": _("Enter why you propose it")},
    )

    def __init__(self, *args: Any, rule: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule, self.today = rule, today
        usual = rule.safeguarding.severity
        lower = [(str(level), said) for level, said in words.SEVERITIES.items() if level > usual]
        self.fields["severity"].choices = [("", _("Select a severity")), *lower]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        kind, until = cleaned.get("kind"), cleaned.get("until_on")
        if kind == rules.LEAVE_WORDS and not rules.has_words(cleaned.get("said", ""), cleaned.get("said", "")):
            self.add_error("said", _("Enter the words that the rule should leave alone"))
        elif kind == rules.LEAVE_WORDS and rules.would_silence(cleaned["said"], words.examples_of(self.rule.id)):
            self.add_error("said", _("The rule is there to find these words. Enter more exact ones"))
        if kind == rules.LOWER_SEVERITY and not cleaned.get("severity"):
            self.add_error("severity", _("Select a severity"))
        if until and not self.today < until <= self.today + timedelta(days=366):
            self.add_error("until_on", _("Enter a day after today, and within a year"))
        cleaned["severity"] = int(cleaned["severity"]) if cleaned.get("severity") else None
        return cleaned


class DecideTuning(forms.Form):
    """Whether a rule is made quieter."""

    kind = forms.ChoiceField(
        label=_("What do you decide?"), widget=forms.Radios, error_messages={"required": _("Select what you decide")}
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=forms.Textarea(rows=3),
        error_messages={"required": _("Enter why you decide so")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices
