"""What is asked about guidance."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.registers.forms.addresses import address_field
from tutela.web.registers.shipped.guidance import HALF_A_YEAR, Listed

EVERY = {91: _("Every term"), HALF_A_YEAR: _("Every half-year"), 365: _("Every year")}


class TakeOver(forms.Form):
    """Which of the listed documents are watched."""

    keys = forms.MultipleChoiceField(
        label=_("Which of these does this place go by?"),
        choices=[],
        widget=forms.Checkboxes(small=True),
        error_messages={"required": _("Select at least one")},
    )

    def __init__(self, *args: Any, offered: Mapping[str, Listed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, f"{one.title} ({one.publisher})") for key, one in offered.items()]


class NewGuidance(forms.Form):
    """A document of one's own choice."""

    title = forms.CharField(
        label=_("What is it called?"), max_length=200, error_messages={"required": _("Enter its title")}
    )
    publisher = forms.CharField(
        label=_("Who publishes it?"), max_length=120, error_messages={"required": _("Enter who publishes it")}
    )
    address = address_field(_("Where is it?"), required=False)
    check_days = forms.TypedChoiceField(
        label=_("How often does somebody look for a newer version?"),
        choices=list(EVERY.items()),
        coerce=int,
        initial=HALF_A_YEAR,
        widget=forms.Radios(small=True),
    )


class Looked(forms.Form):
    """Somebody looked, and nothing is new."""

    words = forms.CharField(label=_("Anything worth a note?"), max_length=300, required=False)


class NewVersion(forms.Form):
    """A newer version, and what changed."""

    version = forms.CharField(
        label=_("Which version is it?"),
        help_text=_("As the publisher calls it, for example “September 2026”."),
        max_length=80,
        error_messages={"required": _("Enter the version")},
    )
    dated_on = forms.DateField(label=_("From which day is it?"), required=False)
    changed = forms.CharField(
        label=_("What changed, in your own words?"),
        help_text=_("What it means here. Do not copy the text itself."),
        max_length=2000,
        widget=forms.Textarea(rows=5, count=True),
        error_messages={"required": _("Enter what changed")},
    )
    asks_review = forms.ChoiceField(
        label=_("Does it ask for a review of what we do?"),
        choices=[("yes", _("Yes, make it an action due in four weeks")), ("no", _("No, nothing changes for us"))],
        initial="yes",
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select whether it asks for a review")},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["asks_review"] = given.get("asks_review") == "yes"
        return given


class Archive(forms.Form):
    """Why it counts no longer."""

    why = forms.CharField(
        label=_("Why does this place go by it no longer?"),
        max_length=300,
        widget=forms.Textarea(rows=2),
        error_messages={"required": _("Enter the reason")},
    )
