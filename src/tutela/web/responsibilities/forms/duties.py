"""What is asked about a duty."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.responsibilities.forms.people import WhoForm
from tutela.web.responsibilities.models.duties import NOTE_LETTERS, Parts


class NameHolder(WhoForm):
    """Who has which part from today."""

    who = _("Who takes it from today?")
    required_words = _("Select who takes it")

    part = forms.ChoiceField(
        label=_("Which part?"),
        choices=Parts.choices,
        widget=forms.Radios(
            hints={
                Parts.ACCOUNTABLE: _("Exactly one person. Whoever had it until now has it no more."),
                Parts.RESPONSIBLE: _("Carries it out. There may be several."),
                Parts.CONSULTED: _("Is heard before something is decided."),
                Parts.INFORMED: _("Learns of it afterwards."),
            }
        ),
        error_messages={"required": _("Select which part they take")},
    )
    note = forms.CharField(
        label=_("Is there something to know about this?"),
        max_length=NOTE_LETTERS,
        required=False,
        widget=forms.Textarea(rows=3, count=True),
    )

    field_order = ("part", "owner", "owner_name", "note")


class GiveUp(forms.Form):
    """They have it no more: nothing to ask but whether it is meant."""
