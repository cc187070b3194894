"""What is asked about a contract with a partner."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.evidence.kinds import list_kinds
from tutela.web.registers.forms.owners import AnswersFor
from tutela.web.registers.models import Contract


class DescribeContract(AnswersFor):
    """With whom, about what, and from when until when."""

    partner = forms.CharField(
        label=_("With whom is it?"),
        help_text=_("The name of the company, school, club or body. Name no person."),
        max_length=160,
        error_messages={"required": _("Enter with whom it is")},
    )
    kind = forms.ChoiceField(
        label=_("What are they to us?"),
        choices=Contract.Kind.choices,
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select what they are to us")},
    )
    what = forms.CharField(
        label=_("What is it about?"),
        max_length=500,
        widget=forms.Textarea(rows=2),
        error_messages={"required": _("Enter what it is about")},
    )
    kept = forms.CharField(label=_("Where is the signed paper kept?"), max_length=200, required=False)
    cost = forms.CharField(
        label=_("What does it cost?"), help_text=_("For example, £4,200 a year"), max_length=120, required=False
    )
    effect = forms.ChoiceField(
        label=_("Which figure shows whether it does what it should?"),
        help_text=_("Of a filter, what its checks found. It then stands beside the cost and the day of renewal."),
        choices=[],
        required=False,
        widget=forms.Select,
    )
    signed_on = forms.DateField(
        label=_("When was it signed?"), in_past=True, error_messages={"required": _("Enter the day it was signed")}
    )
    ends_on = forms.DateField(
        label=_("Until when does it hold?"),
        help_text=_("Its last day. Two months before, it becomes an action of whoever answers for it."),
        error_messages={"required": _("Enter its last day")},
    )

    field_order = ("partner", "kind", "what", "kept", "cost", "effect", "signed_on", "ends_on", "owner", "owner_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((kind.title, name) for name, kind in list_kinds().items())
        self.fields["effect"].choices = [("", _("None")), *((name, title) for title, name in named)]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        signed, ends = given.get("signed_on"), given.get("ends_on")
        if signed and ends and ends < signed:
            self.add_error("ends_on", _now("Its last day cannot be before the day it was signed"))
        return given


class NewClause(forms.Form):
    """What it says."""

    title = forms.CharField(
        label=_("What is the clause about?"), max_length=120, error_messages={"required": _("Enter what it is about")}
    )
    words = forms.CharField(
        label=_("What does it say?"),
        max_length=1000,
        widget=forms.Textarea(rows=4, count=True),
        error_messages={"required": _("Enter what it says")},
    )
    signed_on = forms.DateField(
        label=_("When was it signed?"),
        help_text=_("Leave it empty if it was signed with the contract."),
        in_past=True,
        required=False,
    )


class EndContract(forms.Form):
    """It was given up."""

    ended_on = forms.DateField(
        label=_("From which day does it hold no longer?"), in_past=True, error_messages={"required": _("Enter the day")}
    )
    why = forms.CharField(label=_("Why?"), max_length=300, error_messages={"required": _("Enter why")})
