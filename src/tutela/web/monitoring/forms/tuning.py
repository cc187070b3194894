"""What is asked about rules, and about the daily mail."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.monitoring import rules, words
from tutela.web.monitoring.models import Tuning

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
