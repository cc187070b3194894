"""Questions about exhibits."""

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.exhibits import rules, words
from tutela.web.exhibits.uploads import FIELD


class Asked(forms.Form):
    """Before any file can be chosen. Not being sure is treated as yes: nobody looks again to make sure."""

    shows = forms.ChoiceField(
        label=_("Does the file show, or may it show, a child undressed or in a sexual way?"),
        help_text=_(
            "A child is anybody under 18. Drawn and computer-made images count. Do not open the file to find out."
        ),
        choices=[
            ("no", _("No, I know that it does not")),
            ("yes", _("Yes, or it may")),
            ("unsure", _("I am not sure, or I have not seen it")),
        ],
        widget=forms.Radios(),
        error_messages={"required": _("Say whether it shows or may show a child undressed or in a sexual way")},
    )


class Upload(forms.Form):
    """The file and what it is."""

    about = forms.CharField(
        label=_("What is it, and where does it come from?"),
        help_text=_("For example: screenshots of the year 9 group chat, given by a parent on Monday."),
        max_length=1000,
        widget=forms.Textarea(rows=3, count=True),
        error_messages={"required": _("Say what it is and where it comes from")},
    )
    zone = forms.CharField(
        label=_("Time zone of the times in it"),
        help_text=_("For exported conversations, which do not say it themselves. For example, Europe/London."),
        max_length=60,
        widget=forms.TextInput(width=20),
        error_messages={"required": _("Enter a time zone such as Europe/London")},
    )
    file = forms.FileField(
        label=_("The file"),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
    )

    def __init__(self, *args: Any, most_mb: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[FIELD].help_text = _(
            "Up to %(most)d MB: PDF, PNG, JPEG, Word, text, e-mail (.eml), exported conversations, sound, video."
        ) % {"most": most_mb}
        self._most_mb = most_mb

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if zone not in available_timezones():
            raise ValidationError(_("Enter a time zone such as Europe/London"))
        return zone

    def refuse(self, fault: str) -> None:
        """Say why the file was not kept, in place of any other fault of it."""
        self.is_valid()
        self._errors.pop(FIELD, None)
        known = fault if fault in words.FAULTS else "broken"
        self.add_error(FIELD, str(words.FAULTS[known]) % ({"most": self._most_mb} if known == "too-large" else {}))


class Why(forms.Form):
    """Why an exhibit is opened."""

    why = forms.CharField(
        label=_("Why do you need to open it?"),
        help_text=_("This and your name go into its ledger, and stay there."),
        max_length=300,
        error_messages={"required": _("Say why you need to open it")},
    )


class HandOver(forms.Form):
    """To whom it was given."""

    words = forms.CharField(
        label=_("To whom was it handed over, how, and under what reference?"),
        help_text=_("For example: DC Amir Khan, Northshire Police, on an encrypted stick, 44/2026."),
        max_length=500,
        widget=forms.Textarea(rows=3),
        error_messages={"required": _("Say to whom it was handed over")},
    )


class _Redact(forms.Form):
    why = forms.CharField(
        label=_("Why is the copy made?"),
        max_length=300,
        error_messages={"required": _("Say why the copy is made")},
    )


class RedactPicture(_Redact):
    """Which squares become black."""

    squares = forms.CharField(
        label=_("Which squares are made black?"),
        help_text=_("One square (B2) or a block (A1-C3), parted by commas."),
        max_length=300,
        error_messages={"required": _("Enter which squares are made black")},
    )
    field_order = ("squares", "why")

    def clean_squares(self) -> list[tuple[int, int, int, int]]:
        try:
            return rules.read_squares(self.cleaned_data["squares"])
        except ValueError:
            raise ValidationError(_("Enter squares as they stand on the picture, such as B2 or A1-C3")) from None


class RedactText(_Redact):
    """Which words become black."""

    hide = forms.CharField(
        label=_("Which words are made black?"),
        help_text=_("One name or phrase on a line. Each is made black wherever it stands, in capitals or not."),
        max_length=3000,
        widget=forms.Textarea(rows=5),
        error_messages={"required": _("Enter the words that are made black")},
    )
    field_order = ("hide", "why")

    def clean_hide(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["hide"].splitlines() if line.strip()]


class Facts(forms.Form):
    """What is known of an image that is not kept. Nothing describes it."""

    reference = forms.CharField(
        label=_("Police reference"),
        help_text=_("Leave it empty until they have given you one. You can add it later."),
        required=False,
        max_length=100,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in words.FACTS.items():
            self.fields[name] = forms.CharField(
                label=label, max_length=1000, required=name == "told", widget=forms.Textarea(rows=2),
                error_messages={"required": _("Say who told you, and when")},
            )  # fmt: skip
        self.order_fields([*words.FACTS, "reference"])

    def facts(self) -> dict[str, str]:
        """What was answered, by question."""
        return {name: self.cleaned_data[name] for name in words.FACTS if self.cleaned_data[name]}


class Instruction(forms.Form):
    """What the police told."""

    officer = forms.CharField(
        label=_("Who told you to destroy it?"),
        help_text=_("Name, rank and force of the officer."),
        max_length=200,
        error_messages={"required": _("Enter the officer who told you")},
    )
    reference = forms.CharField(
        label=_("Their reference"),
        max_length=100,
        error_messages={"required": _("Enter the police’s reference")},
    )
    told_on = forms.DateField(
        label=_("When did they tell you, in writing?"),
        in_past=True,
        error_messages={"required": _("Enter the day of their instruction")},
    )


class Confirm(forms.Form):
    """The second person says so."""

    sure = forms.BooleanField(
        label=_("I have seen the police’s written instruction"),
        error_messages={"required": _("Tick this once you have seen the instruction")},
    )
