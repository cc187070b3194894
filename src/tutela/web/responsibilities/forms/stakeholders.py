"""What is asked about a group concerned."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.responsibilities.forms.people import WhoForm
from tutela.web.responsibilities.models.stakeholders import SAID_LETTERS


class NoteContact(WhoForm):
    """When they were heard, what they were asked and what they said."""

    who = _("Who keeps the promise?")
    required_words = _("Select who keeps the promise")

    on = forms.DateField(
        label=_("When were they heard?"),
        help_text=_("For example, 22 1 2027"),
        in_past=True,
        error_messages={"required": _("Enter the day")},
    )
    asked = forms.CharField(
        label=_("What were they asked?"),
        max_length=SAID_LETTERS,
        widget=forms.Textarea(rows=2),
        error_messages={"required": _("Enter what they were asked")},
    )
    said = forms.CharField(
        label=_("What did they say?"),
        help_text=_("In their own words where you can. Name no learner."),
        max_length=SAID_LETTERS,
        widget=forms.Textarea(rows=5, count=True),
        error_messages={"required": _("Enter what they said")},
    )
    promised = forms.CharField(
        label=_("What were they promised?"),
        help_text=_("Begin with a verb: it becomes an action. Leave it empty if nothing was."),
        max_length=200,
        required=False,
    )
    due_on = forms.DateField(label=_("By which day?"), help_text=_("For example, 22 1 2027"), required=False)

    field_order = ("on", "asked", "said", "promised", "owner", "owner_name", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].required = False

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("promised") and not given.get("person") and "owner_name" not in self.errors:
            self.add_error("owner", self.required_words)
        return given


class NameSpeaker(forms.Form):
    """Who speaks for the group."""

    name = forms.CharField(
        label=_("Who speaks for them?"), max_length=200, error_messages={"required": _("Enter their name")}
    )
    reached = forms.CharField(
        label=_("How are they reached?"), help_text=_("An address or a number"), max_length=200, required=False
    )
