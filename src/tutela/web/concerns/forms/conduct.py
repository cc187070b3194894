"""What is asked about the people of a case and what follows for them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.concerns import words
from tutela.web.concerns.forms.report import MOST_LETTERS
from tutela.web.concerns.forms.work import Versioned
from tutela.web.concerns.rules import conduct
from tutela.web.concerns.shipped.lists import Sanction
from tutela.web.core import forms


class Judge(Versioned):
    """Of whose accord it was."""

    agency = forms.ChoiceField(
        label=gettext_lazy("Did they act of their own accord?"),
        choices=words.choices(words.AGENCIES),
        widget=forms.Radios(hints=words.AGENCY_HINTS),
        error_messages={"required": gettext_lazy("Select whether it was of their own accord")},
    )
    text = forms.CharField(
        label=gettext_lazy("What is that based on?"),
        help_text=gettext_lazy("You can judge anew when more is known; what you say now stays as well."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=4, count=True),
        error_messages={"required": gettext_lazy("Enter what it is based on")},
    )


class GiveSanction(Versioned):
    """What follows for somebody."""

    sanction = forms.ChoiceField(
        label=gettext_lazy("What follows?"),
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select what follows")},
    )
    text = forms.CharField(
        label=gettext_lazy("Why is this fair and in proportion?"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(rows=4, count=True),
        error_messages={"required": gettext_lazy("Enter why it is fair and in proportion")},
    )
    overrides = forms.BooleanField(
        label=gettext_lazy("I know that they were made to do it, and give the reason above"), required=False
    )

    def __init__(
        self, *args: Any, ladder: Mapping[str, Sanction], ranges: list[Any], is_coerced: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sanction"]
        field.choices = [(key, one.label) for key, one in ladder.items()]
        field.widget.hints = {key: self._hint(one, ranges) for key, one in ladder.items()}
        if not is_coerced:
            del self.fields["overrides"]

    def _hint(self, one: Sanction, ranges: list[Any]) -> str:
        beyond = "" if not ranges or conduct.is_usual(one.level, ranges) else _("Not usual for this kind of matter")
        return ". ".join(line for line in (one.hint, beyond) if line)


class SayKind(forms.Form):
    """What kind of person somebody is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of person is it?"),
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select what kind of person it is")},
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
