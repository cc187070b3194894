"""What is asked of those who work on concerns and cases."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.concerns import rules, words
from tutela.web.concerns.forms.report import MOST_LETTERS, Choose, Find
from tutela.web.core import forms

__all__ = ["Choose", "Find"]


def text_area(label: Any, hint: Any = "", rows: int = 5, **more: Any) -> forms.CharField:
    """A longer answer in words."""
    return forms.CharField(
        label=label, help_text=hint, max_length=MOST_LETTERS, widget=forms.Textarea(rows=rows, count=True), **more
    )


class Narrow(forms.FilterForm):
    """What narrows the queue. Without a status it shows what waits."""

    status = forms.MultipleChoiceField(
        label=gettext_lazy("Status"), choices=words.choices(words.STATUSES), widget=forms.Checkboxes(small=True)
    )
    danger = forms.MultipleChoiceField(
        label=gettext_lazy("Danger"),
        choices=[("yes", gettext_lazy("Somebody may be in danger"))],
        widget=forms.Checkboxes(small=True),
    )
    four_c = forms.MultipleChoiceField(
        label=gettext_lazy("Area of risk"), choices=words.choices(words.FOUR_CS), widget=forms.Checkboxes(small=True)
    )
    place = forms.MultipleChoiceField(
        label=gettext_lazy("Place"), choices=words.choices(words.PLACES), widget=forms.Checkboxes(small=True)
    )
    origin = forms.MultipleChoiceField(
        label=gettext_lazy("Reported by"), choices=words.choices(words.ORIGINS), widget=forms.Checkboxes(small=True)
    )


class Versioned(forms.Form):
    """Carries what was last read, so that nobody writes over what they have not seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Classified(Versioned):
    """Asks for one of the four Cs where the reporter was unsure."""

    four_c = forms.ChoiceField(
        label=gettext_lazy("Which area of risk is it?"),
        choices=[(key, words.FOUR_CS[key]) for key in rules.FOUR_CS],
        widget=forms.Radios(hints=words.FOUR_C_HINTS),
    )

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["four_c"]


class OpenCase(Classified):
    """Begin a case."""


class AddToCase(Classified):
    """Which case."""

    case = forms.ChoiceField(label=gettext_lazy("Which case?"), widget=forms.Radios())

    field_order = ["case", "four_c"]

    def __init__(self, *args: Any, cases: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = list(cases)


class CloseConcern(Classified):
    """Why no case is needed."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why is no case needed?"),
        choices=words.choices(words.CLOSE_REASONS),
        widget=forms.Radios(),
    )
    text = text_area(gettext_lazy("What did you do, and why is that enough?"))

    field_order = ["reason", "text", "four_c"]


class Entry(Versioned):
    """An entry of the chronology."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=words.choices(words.WRITTEN_KINDS), widget=forms.Radios()
    )
    text = text_area(gettext_lazy("What happened?"), gettext_lazy("For a decision, say why it was taken too."))
    on = forms.DateField(
        label=gettext_lazy("Which day was it?"), help_text=gettext_lazy("For example, 22 11 2026"), in_past=True
    )
    clock = forms.TimeField(
        label=gettext_lazy("What time was it?"), help_text=gettext_lazy("For example, 9:15am"), required=False
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Is it about something that happened online?"),
        choices=[
            ("", gettext_lazy("Neither")),
            ("online", gettext_lazy("Online")),
            ("offline", gettext_lazy("In person")),
            ("both", gettext_lazy("Both")),
        ],
        required=False,
    )


class Correction(Versioned):
    """The entry as it should have been."""

    text = text_area(
        gettext_lazy("What should it say?"), gettext_lazy("The entry stays as it is; this is shown with it.")
    )


class SetAction(Versioned):
    """Who does what by when."""

    text = text_area(gettext_lazy("What is to be done?"), rows=3)
    owner = forms.ChoiceField(label=gettext_lazy("Who does it?"), widget=forms.Radios(reveals={"other": "owner_name"}))
    owner_name = forms.CharField(label=gettext_lazy("Their name"), max_length=120, required=False)
    due_on = forms.DateField(
        label=gettext_lazy("By which day?"),
        help_text=gettext_lazy("For example, 22 11 2026"),
        error_messages={"required": gettext_lazy("Enter the day by which it is to be done")},
    )

    def __init__(self, *args: Any, team: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [*team, ("other", _("Somebody else"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("owner") == "other" and not cleaned.get("owner_name"):
            self.add_error("owner_name", _("Enter their name"))
        return cleaned


class FinishAction(Versioned):
    """What came of an action."""

    text = text_area(gettext_lazy("What was done, and what came of it?"), rows=4)
