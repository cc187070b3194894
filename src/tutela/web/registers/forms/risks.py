"""What is asked about risks, what stands against them, and what is coming."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.registers import kinds
from tutela.web.registers.models.risks import DEGREES, RiskControl


class ChooseKinds(forms.Form):
    """Of which kinds of technology the register is made."""

    technologies = forms.MultipleChoiceField(
        label=_("Which kinds of technology do people here use, with or without us?"),
        help_text=_("Those in the register of technologies are ticked. Tick also what people bring with them."),
        choices=list(kinds.TECHNOLOGIES.items()),
        widget=forms.Checkboxes(small=True),
        error_messages={"required": _("Select at least one kind")},
    )


def _degree(label: Any, required: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=DEGREES,
        coerce=int,
        widget=forms.Radios(small=True),
        error_messages={"required": required},
    )


class JudgeRisk(forms.Form):
    """How likely, how harmful, and what for all that."""

    likelihood = _degree(_("How likely is it here, as things are?"), _("Select how likely it is"))
    harm = _degree(_("How much harm would it do?"), _("Select how much harm it would do"))
    benefit = forms.CharField(
        label=_("What is the technology good for?"),
        help_text=_("So that nobody takes away more than is needed."),
        max_length=500,
        widget=forms.Textarea(rows=2),
        error_messages={"required": _("Enter what it is good for")},
    )
    set_aside = forms.CharField(
        label=_("Why does it not arise here?"),
        help_text=_("Only where it cannot happen at all. It then counts no longer and stands on its own list."),
        max_length=500,
        required=False,
        widget=forms.Textarea(rows=2),
    )


class NewControl(forms.Form):
    """Something that stands against a risk."""

    words = forms.CharField(
        label=_("What stands against it?"), max_length=300, error_messages={"required": _("Enter what it is")}
    )
    place = forms.ChoiceField(
        label=_("Where does it help?"),
        choices=[
            (RiskControl.Place.IN_CARE, _("In our care: on our network, our devices, with our staff")),
            (RiskControl.Place.BEYOND, _("Everywhere else: what people know and can do")),
        ],
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select where it helps")},
    )
    technical = forms.ChoiceField(
        label=_("Does only a machine do it?"),
        choices=[("yes", _("Yes, such as a filter or a setting")), ("no", _("No, people do it"))],
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select whether only a machine does it")},
    )
    tag = forms.ChoiceField(
        label=_("What does it serve?"),
        choices=list(kinds.TAGS.items()),
        widget=forms.Radios(
            small=True,
            hints={
                "protect": _("technology and procedures"),
                "educate": _("what people know"),
                "empower": _("what people can do for themselves"),
            },
        ),
        error_messages={"required": _("Select what it serves")},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given["technical"] = given.get("technical") == "yes"
        return given


class LookAgain(forms.Form):
    """What is known now, and when it is looked at again."""

    words = forms.CharField(
        label=_("What is known of it, and what could it mean here?"),
        help_text=_("Name no learner."),
        max_length=2000,
        widget=forms.Textarea(rows=4, count=True),
        error_messages={"required": _("Enter what is known of it")},
    )
    source = forms.CharField(label=_("Where does that come from?"), max_length=300, required=False)
    look_again_on = forms.DateField(
        label=_("When is it looked at again?"),
        help_text=_("Leave it empty if it is settled: it became a risk, a policy or nothing."),
        required=False,
    )

    asks_review = forms.ChoiceField(
        label=_("Does it ask for a review of what we do?"),
        choices=[("no", _("No")), ("yes", _("Yes, make it an action due in four weeks"))],
        initial="no",
        required=False,
        widget=forms.Radios(small=True),
    )

    def clean_asks_review(self) -> bool:
        return bool(self.cleaned_data["asks_review"] == "yes")

    def clean_look_again_on(self) -> Any:
        day = self.cleaned_data["look_again_on"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_now("The day on which it is looked at again must be in the future"))
        return day


class NewForesight(LookAgain):
    """Something new."""

    title = forms.CharField(
        label=_("What is coming?"), max_length=160, error_messages={"required": _("Enter what is coming")}
    )
    look_again_on = forms.DateField(
        label=_("When is it looked at again?"),
        help_text=_("For example, 22 1 2027"),
        error_messages={"required": _("Enter the day on which it is looked at again")},
    )

    asks_review = None
    field_order = ("title", "words", "source", "look_again_on")
