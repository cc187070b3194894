"""What is asked about keeping and destroying."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.retention import rules

STARTS = {
    "birth": _("Years after birth"),
    "receipt": _("Years after the receipt of the next place"),
    "closing": _("Years after closing"),
    "session": _("Years after the session"),
    "arrival": _("Years after it came"),
}


class Periods(forms.Form):
    """How many years each kind is kept. Every kind has a box of its own."""

    def __init__(self, *args: Any, periods: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in periods:
            self.fields[one.kind.key] = forms.IntegerField(
                label=f"{one.kind.name}: {str(STARTS[one.kind.start]).lower()}",
                help_text=one.kind.basis,
                min_value=rules.SHORTEST_YEARS,
                max_value=rules.LONGEST_YEARS,
                initial=one.years or one.kind.years,
                error_messages={"required": _t("Enter how many years")},
            )
        self.fields["asked"] = forms.BooleanField(
            label=_("I have agreed these with our data protection officer"),
            error_messages={"required": _t("Agree these with your data protection officer first")},
        )


class Hold(forms.Form):
    """Why something must not be destroyed."""

    reason = forms.CharField(
        label=_("Why must this be kept?"),
        help_text=_("For example: the letter of a solicitor, with its date and reference."),
        max_length=2000,
        widget=forms.Textarea(rows=3, count=True),
        error_messages={"required": _("Say why it must be kept")},
    )
    review_on = forms.DateField(
        label=_("When is this looked at again?"), error_messages={"required": _("Enter the day")}
    )


class EndHold(forms.Form):
    """Why a hold is over."""

    reason = forms.CharField(
        label=_("Why is the hold no longer needed?"),
        max_length=2000,
        widget=forms.Textarea(rows=3, count=True),
        error_messages={"required": _("Say why it is no longer needed")},
    )


class Decide(forms.Form):
    """Destroy or keep."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("keep", _("Keep it")), ("destroy", _("Destroy it for good"))],
        widget=forms.Radios(hints={"destroy": _("Nobody can undo this: not you, not IT, not the makers of Tutela.")}),
        error_messages={"required": _("Select what you decide")},
    )
    reason = forms.CharField(
        label=_("If you keep it: why?"),
        help_text=_("Name nobody: this line outlives what it is about."),
        max_length=400,
        widget=forms.Textarea(rows=2, count=True),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("decision") == "keep" and not given.get("reason"):
            self.add_error("reason", _t("Say why it is kept"))
        return given
