"""What every page of the set-up is: a form that knows what was answered before it."""

from collections.abc import Mapping, Sequence
from typing import Any

from tutela.web.core import forms
from tutela.web.core.forms.words import speak_plainly
from tutela.web.setup.answers import Answers

LONGEST = 500
"""Characters that are kept of an answer which has not been checked yet."""


class Page(forms.Form):
    """One page: its question, its fields, in sections where there are many, and the answers given before."""

    title: Any = ""
    intro: Any = ""
    sections: Sequence[tuple[str, str, tuple[str, ...]]] = ()
    """Heading, words and fields of each part."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, answers: Answers, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.answers = answers
        self.prepare()
        speak_plainly(self.fields)

    def prepare(self) -> None:
        """Fit labels and options to what was answered before."""

    def clean(self) -> dict[str, Any]:
        """What was given; `check` looks at it as a whole."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.check(given)
        return given

    def check(self, given: dict[str, Any]) -> None:
        """Add errors that lie between fields."""

    def typed(self) -> dict[str, Any]:
        """What was typed, right or wrong, as it is kept."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            many = isinstance(value, list)
            found[name] = [str(one)[:LONGEST] for one in value[:LONGEST]] if many else _text(value)[:LONGEST]
        return found

    def in_sections(self) -> list[tuple[str, str, list[Any]]]:
        """The sections with their questions, to be shown."""
        return [(heading, words, [self[name] for name in names]) for heading, words, names in self.sections]

    def shown(self) -> list[tuple[str, str]]:
        """Each question with its answer in words, for whoever checks them; what was left empty is left out."""
        given = ((field, self.cleaned_data.get(name)) for name, field in self.fields.items())
        return [(str(field.label), _in_words(field, value)) for field, value in given if value not in (None, "", False)]


def radios(label: Any, *, error: Any, **more: Any) -> forms.ChoiceField:
    """Pick one; `hints` and `reveals` are those of the widget, `error` is what is said when none is picked."""
    widget = forms.Radios(hints=more.pop("hints", None), reveals=more.pop("reveals", None))
    return forms.ChoiceField(label=label, widget=widget, error_messages={"required": error}, **more)


def _text(value: object) -> str:
    return "" if value in (None, False) else str(value)


def _in_words(field: Any, value: Any) -> str:
    choices = {str(key): str(words) for key, words in getattr(field, "choices", ())}
    if isinstance(value, list):
        return ", ".join(choices.get(str(one), str(one)) for one in value)
    if isinstance(field, forms.TimeField):
        return str(field.prepare_value(value))
    return choices.get(str(value), "Yes" if value is True else str(value))
