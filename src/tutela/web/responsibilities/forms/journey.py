"""What is asked on the way through the seven steps."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.evidence.kinds import list_kinds
from tutela.web.responsibilities.models.journey import WORDS_LETTERS


class NoteStep(forms.Form):
    """What was done, and from which day it is so."""

    words = forms.CharField(
        label=_("What was done?"),
        max_length=WORDS_LETTERS,
        widget=forms.Textarea(rows=5, count=True),
        error_messages={"required": _("Enter what was done")},
    )
    on = forms.DateField(
        label=_("From which day is it so?"),
        help_text=_("For example, 22 1 2027"),
        in_past=True,
        error_messages={"required": _("Enter the day")},
    )
    link = forms.URLField(
        label=_("Where can somebody read it?"),
        help_text=_("The whole address, beginning with https://"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Enter the whole address, beginning with https://")},
    )

    def __init__(self, *args: Any, asks: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = asks


class AnswerQuestion(forms.Form):
    """The answer, and what stands behind it."""

    words = forms.CharField(
        label=_("What is your answer?"),
        max_length=WORDS_LETTERS,
        widget=forms.Textarea(rows=6, count=True),
        error_messages={"required": _("Enter the answer")},
    )
    measure = forms.ChoiceField(label=_("Which figure will show it?"), choices=[], required=False, widget=forms.Select)
    action_title = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("Begin with a verb: it becomes an action. Choose a figure, enter this, or both."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = question
        kinds = sorted((kind.title, name) for name, kind in list_kinds().items())
        self.fields["measure"].choices = [("", gettext("None")), *((name, title) for title, name in kinds)]
