"""What is asked about advice."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.core.templatetags.when import day
from tutela.web.responsibilities.models import Decision
from tutela.web.responsibilities.models.advice import ADVICE_LETTERS


class AskAdvice(forms.Form):
    """Who was asked, when, and what."""

    asked_of = forms.CharField(
        label=_("Whom did you ask?"),
        help_text=_("Name, role and body: a specialist, a help line for professionals, the local authority."),
        max_length=200,
        error_messages={"required": _("Enter whom you asked")},
    )
    on = forms.DateField(
        label=_("When did you ask?"),
        help_text=_("For example, 22 1 2027"),
        in_past=True,
        error_messages={"required": _("Enter the day")},
    )
    question = forms.CharField(
        label=_("What did you ask?"),
        help_text=_("Name no learner: advice about one of them belongs to their case."),
        max_length=ADVICE_LETTERS,
        widget=forms.Textarea(rows=4, count=True),
        error_messages={"required": _("Enter what you asked")},
    )


class NoteAdvice(forms.Form):
    """What they said, and when."""

    on = forms.DateField(
        label=_("When did they answer?"),
        help_text=_("For example, 22 1 2027"),
        in_past=True,
        error_messages={"required": _("Enter the day")},
    )
    said = forms.CharField(
        label=_("What did they advise?"),
        max_length=ADVICE_LETTERS,
        widget=forms.Textarea(rows=5, count=True),
        error_messages={"required": _("Enter what they said")},
    )


class RestOnAdvice(forms.Form):
    """Which decision it informed."""

    decision = forms.ChoiceField(
        label=_("Which decision did it inform?"),
        choices=[],
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select the decision")},
    )

    def __init__(self, *args: Any, decisions: Iterable[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [(str(one.pk), f"{day(one.meeting.on)}: {one.words}") for one in decisions]
