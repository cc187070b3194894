"""Making a survey, opening it, and answering it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.engagement.rules.counting import LONGEST_WORDS
from tutela.web.engagement.shipped.surveys import Question


class Questions(forms.Form):
    """Which questions are kept, and which are asked besides."""

    mark_optional = False

    kept = forms.MultipleChoiceField(
        label=_("Which questions are asked?"),
        help_text=_("Keep them the same from year to year where you can: then the answers can be compared."),
        choices=[],
        required=False,
        widget=forms.Checkboxes(small=True),
    )
    own_1 = forms.CharField(label=_("A question of your own, answered in words"), max_length=300, required=False)
    own_2 = forms.CharField(label=_("Another"), max_length=300, required=False)

    def __init__(self, *args: Any, questions: Sequence[Question], words: Any, own: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["own_1"], self.fields["own_2"]
        self.fields["kept"].choices = [(one.id, words(one.ask)) for one in questions]
        self.fields["kept"].initial = [one.id for one in questions]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        own = [given.pop(name, "") for name in ("own_1", "own_2")]
        return given | {"own": [words for words in own if words]}


class OpenSurvey(forms.Form):
    """Until when, and who is told."""

    closes_on = forms.DateField(
        label=_("What is the last day?"),
        help_text=_("Two weeks are usual. What people said is shown once it has ended."),
        initial=lambda: timezone.localdate() + timedelta(days=14),
        error_messages={"required": _("Enter the last day")},
    )
    tells = forms.BooleanField(label=_("Send an email to everybody it asks whose address is known"), required=False)


class Outcome(forms.Form):
    """What was done about what people said."""

    words = forms.CharField(
        label=_("You said, we did: what changes because of what people said?"),
        help_text=_("Everybody who was asked can read it. Name nobody."),
        max_length=2000,
        widget=forms.Textarea(rows=5, count=True),
        error_messages={"required": _("Enter what changes")},
    )


class ActOn(forms.Form):
    """What is to be done about an answer."""

    title = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("Begin with a verb. Name nobody."),
        max_length=200,
        error_messages={"required": _("Enter what is to be done")},
    )


class Sheet(forms.Form):
    """The questions of a survey. None has to be answered."""

    mark_optional = False

    def __init__(self, *args: Any, questions: Sequence[Question], words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in questions:
            self.fields[one.id] = _field(one, words)

    def answers(self) -> dict[str, Any]:
        """Numbers of choices, or words, by question; what was left out is left out."""
        found: dict[str, Any] = {}
        for name, said in self.cleaned_data.items():
            if isinstance(said, list):
                found[name] = [int(number) for number in said]
            elif said:
                found[name] = [int(said)] if isinstance(self.fields[name], forms.ChoiceField) else said
        return found


def _field(question: Question, words: Any) -> Any:
    if question.kind == "words":
        hint = _("Do not write who you are, or about somebody by name.")
        area = forms.Textarea(rows=3)
        return forms.CharField(
            label=words(question.ask), help_text=hint, max_length=LONGEST_WORDS, required=False, widget=area
        )
    choices = [(str(number), words(choice)) for number, choice in enumerate(question.choices, 1)]
    if question.kind == "many":
        return forms.MultipleChoiceField(
            label=words(question.ask), choices=choices, required=False, widget=forms.Checkboxes(small=True)
        )
    return forms.ChoiceField(label=words(question.ask), choices=choices, required=False, widget=forms.Radios())
