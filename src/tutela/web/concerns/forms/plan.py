"""What is asked about the playbooks of a case and their steps."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.concerns.forms.report import MOST_LETTERS
from tutela.web.concerns.forms.work import Versioned
from tutela.web.concerns.shipped.playbooks import Playbook
from tutela.web.core import forms


class ChoosePlaybooks(Versioned):
    """Which kinds of matter it is."""

    playbooks = forms.MultipleChoiceField(
        label=gettext_lazy("What kind of matter is it?"),
        help_text=gettext_lazy("Choose all that fit. Each brings the steps that have to be taken."),
        widget=forms.Checkboxes(),
        error_messages={"required": gettext_lazy("Select at least one. If none fits, select “Something else”")},
    )

    def __init__(self, *args: Any, library: Iterable[Playbook], suggested: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = set(suggested)
        ordered = sorted(library, key=lambda one: (one.id not in first, one.id == "other"))
        field = self.fields["playbooks"]
        field.choices = [(one.id, one.title) for one in ordered]
        field.widget.hints = {one.id: one.hint for one in ordered}


class DropPlaybook(Versioned):
    """Why a playbook does not fit after all."""

    text = forms.CharField(
        label=gettext_lazy("Why is it not that kind of matter?"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=3, count=True),
        error_messages={"required": gettext_lazy("Enter why it does not fit")},
    )


class AnswerStep(Versioned):
    """What became of a step."""

    done = forms.ChoiceField(
        label=gettext_lazy("Was it done?"),
        choices=[("yes", gettext_lazy("Yes, it was done")), ("no", gettext_lazy("No, it is left out here"))],
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select whether it was done or is left out")},
    )
    text = forms.CharField(
        label=gettext_lazy("What was done, or why is it left out?"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=4, count=True),
        error_messages={"required": gettext_lazy("Enter what was done, or why it is left out")},
    )

    def __init__(self, *args: Any, must: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if must:
            self.fields["done"].help_text = _("It has to be done. Whoever reads this later will ask why it was not.")
