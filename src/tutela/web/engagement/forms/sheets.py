"""What is asked when a stack of sheets on paper is entered."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.engagement.rules.counting import LONGEST_WORDS
from tutela.web.engagement.rules.tallies import Tally
from tutela.web.engagement.shipped.surveys import Question

MOST_SHEETS = 5000


def _count(label: Any) -> forms.IntegerField:
    box = forms.TextInput({"inputmode": "numeric"}, width=4)
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_SHEETS, required=False, widget=box)


class EnterSheets(forms.Form):
    """The stack, and for each question how many ticked what."""

    mark_optional = False

    seen = forms.IntegerField(widget=forms.HiddenInput)
    """How many stacks were counted in when the page was shown, so that none is counted twice."""
    code = forms.CharField(
        label=gettext_lazy("Which code is printed on the sheets?"),
        max_length=12,
        widget=forms.TextInput(width=10),
        error_messages={"required": gettext_lazy("Enter the code")},
    )
    sheets = forms.IntegerField(
        label=gettext_lazy("How many sheets are in the stack?"),
        min_value=1,
        max_value=MOST_SHEETS,
        widget=forms.TextInput({"inputmode": "numeric"}, width=4),
        error_messages={"required": gettext_lazy("Enter how many sheets")},
    )
    kept = forms.CharField(
        label=gettext_lazy("Where is the paper now?"),
        help_text=gettext_lazy("Best shredded once it is entered: handwriting leads to people."),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter where the paper is")},
    )

    def __init__(self, *args: Any, questions: Sequence[Question], words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.words = questions, words
        for one in questions:
            if one.kind == "words":
                self.fields[one.id] = forms.CharField(
                    label=_("What was written, one answer on each line, without names"),
                    max_length=LONGEST_WORDS * 200,
                    required=False,
                    widget=forms.Textarea(rows=4),
                )
                continue
            for choice, said in enumerate(one.choices, start=1):
                self.fields[f"{one.id}_{choice}"] = _count(words(said))
            if one.kind == "many":
                self.fields[f"{one.id}_any"] = _count(_("Sheets on which anything was ticked here"))

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """Each question with its boxes."""
        return [
            (self.words(one.ask), [self[name] for name in self.fields if one.id in (name, name.rpartition("_")[0])])
            for one in self.asked
        ]

    def tallies(self) -> dict[str, Tally]:
        """What the stack says to each question."""
        return {one.id: self._tally(one) for one in self.asked}

    def _tally(self, question: Question) -> Tally:
        given = self.cleaned_data
        if question.kind == "words":
            lines = [line.strip() for line in given.get(question.id, "").splitlines() if line.strip()]
            return Tally(len(lines), {}, lines)
        counts = {n: given.get(f"{question.id}_{n}") or 0 for n in range(1, len(question.choices) + 1)}
        answered = given.get(f"{question.id}_any") or 0 if question.kind == "many" else sum(counts.values())
        return Tally(answered, counts)
