"""Advice asked for, and what came back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.referrals.forms import text


class Ask(forms.Form):
    """A question to a body outside, without names unless there is a reason."""

    body = forms.CharField(
        label=_("Whom did you ask?"),
        help_text=_("For example: the council’s education safeguarding team, the designated officer, a helpline"),
        max_length=200,
        error_messages={"required": _("Enter whom you asked")},
    )
    question = text(
        _("What did you ask?"),
        _("Name nobody: advice can be had without names. We look whether somebody of this case is named."),
        error_messages={"required": _("Enter what you asked")},
    )
    why_named = text(_("If somebody is named: why was it needed?"), rows=2, required=False)
    on = forms.DateField(
        label=_("Which day was it?"),
        help_text=_("For example, 22 11 2026"),
        in_past=True,
        error_messages={"required": _("Enter the day")},
    )
    clock = forms.TimeField(label=_("What time was it?"), help_text=_("For example, 9:15am"), required=False)


class Answer(forms.Form):
    """What they said."""

    text: Any = text(
        _("What did they say?"),
        _("Who said it, and what they advise. If you decide otherwise, note your decision on the chronology too."),
        error_messages={"required": _("Enter what they said")},
    )
    on = forms.DateField(
        label=_("Which day was it?"),
        help_text=_("For example, 22 11 2026"),
        in_past=True,
        error_messages={"required": _("Enter the day")},
    )
    clock = forms.TimeField(label=_("What time was it?"), help_text=_("For example, 9:15am"), required=False)
