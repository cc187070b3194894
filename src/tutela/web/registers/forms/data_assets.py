"""What is asked about a data asset."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.registers import kinds
from tutela.web.registers.forms.addresses import address_field
from tutela.web.registers.forms.owners import AnswersFor
from tutela.web.registers.models import DataAsset


def _line(label: Any, help_text: Any = "", length: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=False, **more)


class DescribeAsset(AnswersFor):
    """What it is, where, how long, and with whom. What is not known yet may stay empty."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=120, error_messages={"required": _("Enter its name")}
    )
    what = forms.CharField(
        label=_("What does it hold?"),
        help_text=_("Kinds of data, no names: “attendance, lateness, reasons”."),
        max_length=500,
        widget=forms.Textarea(rows=2),
        error_messages={"required": _("Enter what it holds")},
    )
    whose = forms.MultipleChoiceField(
        label=_("Whom is it about?"),
        choices=list(kinds.AUDIENCES.items()),
        required=False,
        widget=forms.Checkboxes(small=True),
    )
    classification = forms.ChoiceField(
        label=_("How much protection does it need?"),
        choices=DataAsset.Class.choices,
        required=False,
        widget=forms.Radios(small=True),
    )
    place = _line(_("Where is it kept?"), _("The system or the cupboard."))
    country = _line(_("In which country?"), length=80)
    kept_for = _line(_("How long is it kept?"), _("For example, until the 25th birthday."), 120)
    kept_why = _line(_("Why that long?"), _("The law or the need behind it."), 300)
    processor = _line(_("Who keeps it for us?"), _("A company or body outside. Leave it empty if nobody does."), 160)
    assessment = address_field(
        _("Where is its impact assessment?"),
        help_text=_("A link. What is specially protected needs one."),
        required=False,
    )
    assessed_on = forms.DateField(label=_("When was it assessed?"), required=False, in_past=True)
    review_on = forms.DateField(label=_("When is it to be looked at again?"), required=False)

    field_order = (
        "name", "what", "whose", "classification", "place", "country", "kept_for", "kept_why", "processor",
        "assessment", "assessed_on", "owner", "owner_name", "review_on",
    )  # fmt: skip


class EndAsset(forms.Form):
    """It was destroyed or handed on."""

    ended_on = forms.DateField(
        label=_("When was it destroyed or handed on?"), in_past=True, error_messages={"required": _("Enter the day")}
    )
    how = forms.CharField(
        label=_("How, and who saw to it?"), max_length=300, error_messages={"required": _("Enter how")}
    )
