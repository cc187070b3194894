"""What is asked while somebody works on an action."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.actions.forms.owners import OwnerForm
from tutela.web.actions.models import SAID_LETTERS, Action
from tutela.web.core import forms


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=SAID_LETTERS, widget=forms.Textarea(rows=3, count=True), **more)


class HandOver(OwnerForm):
    """Who has it from now on."""

    words = _text(_("What should they know?"), required=False)


class Move(forms.Form):
    """Another day, and why."""

    due_on = forms.DateField(
        label=_("By which day is it to be done?"),
        help_text=_("For example, 22 1 2027"),
        error_messages={"required": _("Enter the new day")},
    )
    reason = _text(_("Why is it moved?"), error_messages={"required": _("Enter the reason")})


class Write(forms.Form):
    """A note."""

    words = _text(
        _("How does it stand?"), help_text=_("Name no learner here."), error_messages={"required": _("Enter a note")}
    )


class Reason(forms.Form):
    """Why, and nothing else."""

    reason = _text(_("Why?"), error_messages={"required": _("Enter the reason")})

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class WaitFor(forms.Form):
    """What has to be done first."""

    mark_optional = False

    others = forms.MultipleChoiceField(
        label=_("What has to be done first?"),
        help_text=_("It cannot be closed before them."),
        choices=[],
        required=False,
        widget=forms.Checkboxes(small=True),
    )

    def __init__(self, *args: Any, choices: list[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["others"].choices = [(str(one.pk), one.title) for one in choices]
