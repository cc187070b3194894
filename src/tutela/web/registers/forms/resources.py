"""What is asked about links."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.registers import kinds
from tutela.web.registers.forms.addresses import address_field
from tutela.web.registers.operations.resources import LINK_ONLY
from tutela.web.registers.shipped.resources import Listed


class TakeOverLinks(forms.Form):
    """Which of the listed links are given to people."""

    keys = forms.MultipleChoiceField(
        label=_("Which of these do you give people?"),
        choices=[],
        widget=forms.Checkboxes(small=True),
        error_messages={"required": _("Select at least one")},
    )

    def __init__(self, *args: Any, offered: Mapping[str, Listed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, f"{one.title} ({one.publisher})") for key, one in offered.items()]


class NewLink(forms.Form):
    """A link of one's own choice."""

    title = forms.CharField(label=_("What is it?"), max_length=160, error_messages={"required": _("Enter what it is")})
    address = address_field(_("Where is it?"))
    publisher = forms.CharField(
        label=_("Whose is it?"), max_length=120, error_messages={"required": _("Enter whose it is")}
    )
    audiences = forms.MultipleChoiceField(
        label=_("Whom is it for?"),
        choices=list(kinds.AUDIENCES.items()),
        widget=forms.Checkboxes(small=True),
        error_messages={"required": _("Select whom it is for")},
    )
    licence = forms.CharField(
        label=_("How may it be used?"),
        help_text=_("Its licence, such as CC BY 4.0. Where you only link to it, leave this as it is."),
        max_length=160,
        initial=LINK_ONLY,
        error_messages={"required": _("Enter how it may be used")},
    )
    attribution = forms.CharField(label=_("How does its licence ask to be named?"), max_length=300, required=False)


class MoveLink(forms.Form):
    """Where it stands now."""

    address = address_field(_("Where is it now?"))


class RetireLink(forms.Form):
    """Why it is given to nobody any more."""

    why = forms.CharField(
        label=_("Why is it not given to people any more?"),
        max_length=300,
        error_messages={"required": _("Enter the reason")},
    )
