"""Writing a letter, and saying what is set at home."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.engagement.models import LetterCopy
from tutela.web.engagement.models.letters import LONGEST_TEXT
from tutela.web.establishments.models import Group


class WriteLetter(forms.Form):
    """What it says, and to whose parents it goes."""

    title = forms.CharField(
        label=_("What is it about?"), max_length=160, error_messages={"required": _("Enter what it is about")}
    )
    text = forms.CharField(
        label=_("The letter"),
        help_text=_(
            "An empty line begins a new paragraph. Filled from records: {children}, {establishment}, {contact}, "
            "{contact_email}, {contact_phone}, {head}, {date}. Name no child yourself."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(rows=22, count=True),
        error_messages={"required": _("Write the letter")},
    )
    group = forms.ChoiceField(
        label=_("To whose parents and carers does it go?"), choices=[], required=False, widget=forms.Select
    )

    mark_optional = False

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        named = [(key, group.name) for key, group in self.groups.items()]
        self.fields["group"].choices = [("", _now("Everybody’s")), *named]

    def clean_group(self) -> Group | None:
        return self.groups.get(self.cleaned_data["group"])


class Reply(forms.Form):
    """What a family has set at home."""

    reply = forms.ChoiceField(
        label=_("Have you set controls on the devices your child uses at home?"),
        choices=LetterCopy.Reply.choices,
        widget=forms.Radios(),
        error_messages={"required": _("Select an answer")},
    )
