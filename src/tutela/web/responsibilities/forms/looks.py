"""What is asked when something was looked at again."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.core.templatetags.when import day
from tutela.web.responsibilities import looks
from tutela.web.responsibilities.forms.people import WhoForm
from tutela.web.responsibilities.models import Contact
from tutela.web.responsibilities.models.looks import FOUND_LETTERS
from tutela.web.responsibilities.rules.looks import FINDING_LETTERS, MOST_FINDINGS, split_findings


class NoteLook(WhoForm):
    """When, with whom, at what, what was found and what follows."""

    who = gettext_lazy("Who sees to it?")
    required_words = gettext_lazy("Select who sees to what is to be done")

    on = forms.DateField(
        label=gettext_lazy("When did you look at it?"),
        help_text=gettext_lazy("For example, 22 1 2027"),
        in_past=True,
        error_messages={"required": gettext_lazy("Enter the day")},
    )
    took_part = forms.MultipleChoiceField(
        label=gettext_lazy("Who took part?"),
        choices=[],
        widget=forms.Checkboxes(small=True),
        error_messages={"required": gettext_lazy("Select who took part")},
    )
    checked = forms.MultipleChoiceField(
        label=gettext_lazy("What did you look at?"),
        choices=[],
        widget=forms.Checkboxes(small=True),
        error_messages={"required": gettext_lazy("Select what you looked at")},
    )
    heard = forms.MultipleChoiceField(
        label=gettext_lazy("What of what people said did you have before you?"),
        help_text=gettext_lazy("What was noted under Stakeholders within the year."),
        choices=[],
        required=False,
        widget=forms.Checkboxes(small=True),
    )
    found = forms.CharField(
        label=gettext_lazy("What did you find?"),
        help_text=gettext_lazy("Name nobody: this is read by everybody who reviews how things stand."),
        max_length=FOUND_LETTERS,
        widget=forms.Textarea(rows=6, count=True),
        error_messages={"required": gettext_lazy("Enter what you found")},
    )
    minute = forms.CharField(
        label=gettext_lazy("Where is it minuted?"),
        help_text=gettext_lazy("The body, its day and the number of the minute."),
        max_length=200,
        required=False,
    )
    findings = forms.CharField(
        label=gettext_lazy("What is to be done?"),
        help_text=gettext_lazy("One on each line, beginning with a verb. Each becomes an action."),
        max_length=MOST_FINDINGS * (FINDING_LETTERS + 2),
        required=False,
        widget=forms.Textarea(rows=4),
    )
    due_on = forms.DateField(label=gettext_lazy("By which day?"), required=False)
    next_on = forms.DateField(
        label=gettext_lazy("When will you look at it again?"),
        error_messages={"required": gettext_lazy("Enter the day")},
    )

    field_order = (
        "on", "took_part", "checked", "heard", "found", "minute", "findings", "owner", "owner_name", "due_on",
        "next_on",
    )  # fmt: skip

    def __init__(self, *args: Any, look: looks.Look, heard: Sequence[tuple[Contact, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].required = False
        self.fields["took_part"].choices = list(looks.list_parts().items())
        self.fields["checked"].choices = list(look.checks.items())
        said = [(str(one.pk), f"{title}, {day(one.on)}: {Truncator(one.said).chars(120)}") for one, title in heard]
        self.fields["heard"].choices = said
        if not said:
            del self.fields["heard"]
        self.fields["minute"].required = look.minuted
        self.fields["minute"].error_messages["required"] = _("Enter where it is minuted")

    def clean_findings(self) -> list[str]:
        """One action for each line."""
        lines = split_findings(self.cleaned_data["findings"])
        if len(lines) > MOST_FINDINGS:
            raise forms.ValidationError(_("Enter %(most)s lines at most") % {"most": MOST_FINDINGS})
        if any(len(line) > FINDING_LETTERS for line in lines):
            raise forms.ValidationError(_("A line may have %(most)s letters at most") % {"most": FINDING_LETTERS})
        return lines

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("findings") and not given.get("person") and "owner_name" not in self.errors:
            self.add_error("owner", self.required_words)
        return given
