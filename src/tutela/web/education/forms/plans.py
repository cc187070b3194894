"""What is asked about a lesson plan, and when one is shared or taken in."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.education.plans import typed
from tutela.web.education.plans.model import MOST, Plan
from tutela.web.education.shipped.curriculum import list_topics
from tutela.web.establishments.forms import handing_on
from tutela.web.establishments.models import Group

LONGEST_LIST = 8000
WRONG = {
    "parts": gettext_lazy("Line %(line)s: write four parts with | between them: title, address, licence, who made it"),
    "empty": gettext_lazy("Line %(line)s: enter the title, the licence and who made it"),
    "address": gettext_lazy("Line %(line)s: the address has to begin with https:// or http://, or be left empty"),
    "long": gettext_lazy("Line %(line)s is too long: %(most)s letters at most"),
    "many": gettext_lazy("Line %(line)s is one too many: 20 lines at most"),
}


class WritePlan(forms.Form):
    """What the lesson is about, for whom, and what learners do in it."""

    title = forms.CharField(
        label=gettext_lazy("What is the lesson called?"),
        max_length=MOST["title"],
        error_messages={"required": gettext_lazy("Enter what the lesson is called")},
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Which strand does it belong to?"),
        choices=[],
        widget=forms.Select,
        error_messages={"required": gettext_lazy("Select the strand")},
    )
    bands = forms.MultipleChoiceField(
        label=gettext_lazy("For which ages?"),
        choices=Group.AgeBand.choices,
        widget=forms.Checkboxes(small=True),
        error_messages={"required": gettext_lazy("Select at least one age")},
    )
    goal = forms.CharField(
        label=gettext_lazy("What can learners do afterwards?"),
        help_text=gettext_lazy("One sentence."),
        max_length=MOST["goal"],
        error_messages={"required": gettext_lazy("Enter what learners can do afterwards")},
    )
    steps = forms.CharField(
        label=gettext_lazy("What do learners do?"),
        help_text=gettext_lazy("In order, so that somebody else can teach it. Name nobody."),
        max_length=MOST["steps"],
        widget=forms.Textarea(rows=10),
        error_messages={"required": gettext_lazy("Enter what learners do")},
    )
    materials = forms.CharField(
        label=gettext_lazy("Which materials does it use?"),
        help_text=gettext_lazy(
            "One to a line: title | address | licence | who made it. For example: Spot the fake | "
            "https://example.org/fake | CC BY 4.0 | The Example Trust. The address may be left empty."
        ),
        max_length=LONGEST_LIST,
        required=False,
        widget=forms.Textarea(rows=4),
    )
    asked = forms.CharField(
        label=gettext_lazy("Which questions show that it was understood?"),
        help_text=gettext_lazy("One to a line."),
        max_length=LONGEST_LIST,
        required=False,
        widget=forms.Textarea(rows=4),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [("", _("Choose")), *((key, one.title) for key, one in list_topics().items())]

    def clean_materials(self) -> Any:
        """Each line with all four parts."""
        return self._lines("materials", typed.read_materials, MOST["material"])

    def clean_asked(self) -> Any:
        """Each line short enough."""
        return self._lines("asked", typed.read_questions, MOST["question"])

    def _lines(self, name: str, read: Any, most: int) -> Any:
        try:
            return read(self.cleaned_data[name])
        except typed.BadLine as bad:
            raise forms.ValidationError(WRONG[bad.why] % {"line": bad.line, "most": most}) from bad

    def clean(self) -> dict[str, Any]:
        """The plan itself, where nothing is wrong with it."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        words = {**given, "bands": tuple(given["bands"])}
        return {"plan": Plan(questions=words.pop("asked"), **words)}

    @staticmethod
    def first(plan: Plan) -> dict[str, Any]:
        """What stands in the fields when a plan is worked on further."""
        return {
            "title": plan.title,
            "topic": plan.topic,
            "bands": list(plan.bands),
            "goal": plan.goal,
            "steps": plan.steps,
            "materials": typed.write_materials(plan.materials),
            "asked": "\n".join(plan.questions),
        }


class SharePlan(handing_on.ShareForm):
    """By whom, and under which licence."""

    licence_hint = gettext_lazy("What was made of another plan keeps that plan’s licence.")


class TakeInPlan(handing_on.TakeInForm):
    """A signed file of another establishment."""

    file_hint = gettext_lazy("Its name ends in .tutela-lesson.")
