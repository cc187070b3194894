"""What is asked about the e-safety group."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.responsibilities.forms.people import WhoForm
from tutela.web.responsibilities.models.group import DECISION_LETTERS, MINUTES_LETTERS, TERMS_LETTERS, Perspectives


class AdoptTerms(forms.Form):
    """What the group is for, and who approved it."""

    text = forms.CharField(
        label=_("What is the group for?"),
        help_text=_("What it decides, whom it answers to, how often it meets, and who may stand for two perspectives."),
        max_length=TERMS_LETTERS,
        widget=forms.Textarea(rows=14),
        error_messages={"required": _("Enter what the group is for")},
    )
    approved_by = forms.CharField(
        label=_("Who approved it?"),
        help_text=_("Name and role"),
        max_length=200,
        error_messages={"required": _("Enter who approved it")},
    )
    approved_on = forms.DateField(
        label=_("When was it approved?"),
        help_text=_("For example, 22 1 2027"),
        in_past=True,
        error_messages={"required": _("Enter the day on which it was approved")},
    )
    follows = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class TakeSeat(WhoForm):
    """Who sits in the group, and for which perspective."""

    who = _("Who joins?")
    required_words = _("Select who joins")

    perspective = forms.ChoiceField(
        label=_("Which perspective do they bring?"),
        choices=Perspectives.choices,
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select which perspective they bring")},
    )
    chairs = forms.BooleanField(label=_("They chair the group"), required=False)

    field_order = ("perspective", "owner", "owner_name", "chairs")


class LeaveSeat(forms.Form):
    """Why somebody leaves it."""

    reason = forms.CharField(
        label=_("Why do they leave the group?"), max_length=200, error_messages={"required": _("Enter why")}
    )


class CallMeeting(forms.Form):
    """A day."""

    on = forms.DateField(
        label=_("On which day does the group meet?"),
        help_text=_("For example, 22 1 2027. A day that has passed is right for a meeting you now write up."),
        error_messages={"required": _("Enter the day")},
    )


class WriteMinutes(forms.Form):
    """Who was there and what was said."""

    mark_optional = False

    present = forms.MultipleChoiceField(
        label=_("Who was there?"),
        choices=[],
        widget=forms.Checkboxes(small=True),
        error_messages={"required": _("Select who was there")},
    )
    text = forms.CharField(
        label=_("What was said?"),
        help_text=_("Name no learner. What is about one of them belongs to a concern."),
        max_length=MINUTES_LETTERS,
        widget=forms.Textarea(rows=14),
        error_messages={"required": _("Enter what was said")},
    )
    follows = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, members: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(str(pk), name) for pk, name in members.items()]


class Decide(WhoForm):
    """What was decided, and who carries it out."""

    who = _("Who sees to it?")
    required_words = _("Select who sees to it")

    words = forms.CharField(
        label=_("What was decided?"),
        help_text=_("Begin with a verb. Name no learner."),
        max_length=DECISION_LETTERS,
        widget=forms.Textarea(rows=3, count=True),
        error_messages={"required": _("Enter what was decided")},
    )
    opens = forms.ChoiceField(
        label=_("Is there something to do?"),
        choices=[("yes", _("Yes, open an action")), ("no", _("No, it is noted only"))],
        initial="yes",
        widget=forms.Radios(inline=True),
        error_messages={"required": _("Select whether there is something to do")},
    )
    due_on = forms.DateField(label=_("By which day?"), help_text=_("For example, 22 1 2027"), required=False)

    field_order = ("words", "opens", "owner", "owner_name", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].required = False

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("opens") == "yes" and not given.get("person") and not self.errors:
            self.add_error("owner", self.required_words)
        return given
