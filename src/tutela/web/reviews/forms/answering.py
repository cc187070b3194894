"""What is asked of whoever reviews: the level of one statement, or what its own questions ask."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.reviews.frameworks.model import Framework, Level, Part, Question, levels_of
from tutela.web.reviews.rules.working_out import applies, list_shown, work_out, works_out

DOES_NOT_APPLY = "none"


class AnswerForm(forms.Form):
    """One level, or that the statement does not apply here, with what a reader should know.

    Where the statement has questions whose choices work out the level, those are asked in its place.
    """

    level = forms.ChoiceField(label=gettext_lazy("Which of these describes us?"), widget=forms.Radios())
    commentary = forms.CharField(
        label=gettext_lazy("What shows it?"),
        help_text=gettext_lazy("What you looked at and whom you asked. Name no child."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(rows=5, count=True),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput())
    taken = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, framework: Framework, part: Part, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.framework, self.part, self.levels = framework, part, levels_of(framework, part)
        self.shown = list_shown(part, self._given_so_far(data, kwargs.get("initial") or {}))
        for question in self.shown:
            self.fields[self._name(question)] = _field(question)
        if works_out(part) or not self.levels:
            self.fields["level"] = forms.BooleanField(label=_("This does not apply to us"), required=False)
        else:
            self.fields["level"].choices = [*_choices(self.levels), (DOES_NOT_APPLY, _("This does not apply to us"))]
        self.order_fields([*(self._name(question) for question in self.shown), "level", "commentary"])

    def _given_so_far(self, data: Any, initial: Mapping[str, Any]) -> dict[str, object]:
        given = {}
        for number, question in enumerate(self.part.questions):
            name = f"q{number}"
            if data is not None:
                found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
            else:
                found = initial.get(name, [])
            given[question.id] = found if isinstance(found, list) else [found]
        return given

    def _name(self, question: Question) -> str:
        return f"q{self.part.questions.index(question)}"

    def clean(self) -> dict[str, Any]:
        """Whoever says that something does not apply says why."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        left_out = cleaned.get("level") in (DOES_NOT_APPLY, True)
        if left_out:
            for question in self.shown:
                self.errors.pop(self._name(question), None)
            if not cleaned.get("commentary", "").strip():
                self.add_error("commentary", _("Say why this does not apply to you"))
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """The statement's questions with the ids of the choices that were made, or what was written."""
        answers = {question.id: self.cleaned_data.get(self._name(question)) for question in self.shown}
        return {name: str(one) if not isinstance(one, list) else one for name, one in answers.items() if one}

    @property
    def applies(self) -> bool:
        said = self.cleaned_data["level"] in (DOES_NOT_APPLY, True)
        return not said and applies(self.part, self.given)

    @property
    def chosen(self) -> float | None:
        """The level; None where the statement does not apply, or has none."""
        if not self.applies or not self.levels:
            return None
        if works_out(self.part):
            return work_out(self.framework, self.part, self.given)
        return self.levels[int(self.cleaned_data["level"])].level


def initial_of(framework: Framework, part: Part, answer: Any) -> dict[str, Any]:
    """What the form shows of an answer that was given."""
    if answer is None:
        return {}
    values = [level.level for level in levels_of(framework, part)]
    shown: dict[str, Any] = {"commentary": answer.commentary, "seen": str(answer.pk)}
    if works_out(part) or not values:
        shown["level"] = not answer.applies
    elif not answer.applies:
        shown["level"] = DOES_NOT_APPLY
    elif answer.level in values:
        shown["level"] = str(values.index(answer.level))
    for number, question in enumerate(part.questions):
        if question.id in answer.given:
            shown[f"q{number}"] = answer.given[question.id]
    return shown


def _choices(levels: tuple[Level, ...]) -> list[tuple[str, str]]:
    return [
        (f"{number}", f"{level.name}: {level.text}" if level.name not in ("", level.text) else level.text)
        for number, level in enumerate(levels)
    ]


def _field(question: Question) -> Any:
    choices = [(choice.id, choice.text) for choice in question.choices]
    hints = {choice.id: choice.description for choice in question.choices if choice.description}
    if question.kind == "multiple_choice":
        return forms.MultipleChoiceField(label=question.text, choices=choices, widget=forms.Checkboxes(hints=hints))
    if question.kind == "unique_choice" or choices:
        return forms.ChoiceField(label=question.text, choices=choices, widget=forms.Radios(hints=hints))
    if question.kind == "boolean":
        yes_no = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(label=question.text, choices=yes_no, widget=forms.Radios(inline=True))
    if question.kind == "date":
        return forms.CharField(
            label=question.text, required=False, max_length=40, help_text=_("A day, such as 20 11 2026"),
            widget=forms.TextInput(width=10),
        )  # fmt: skip
    if question.kind == "number":
        return forms.IntegerField(label=question.text, required=False, widget=forms.TextInput(width=10))
    return forms.CharField(
        label=question.text, required=False, max_length=4000, widget=forms.Textarea(rows=3, count=True)
    )
