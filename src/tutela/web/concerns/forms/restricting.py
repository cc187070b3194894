"""What is asked about who may read a case."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.concerns.forms.work import Versioned, text_area
from tutela.web.core import forms


class Readers(Versioned):
    """The whole team, or only named people; and why."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"),
        choices=[
            ("team", gettext_lazy("Everybody of the safeguarding team")),
            ("named", gettext_lazy("Only people I name")),
        ],
        widget=forms.Radios(
            hints={"named": gettext_lazy("For everybody else it is not there: no list, search or figure shows it.")},
            reveals={"named": "people"},
        ),
    )
    people = forms.MultipleChoiceField(label=gettext_lazy("Who?"), required=False, widget=forms.Checkboxes(small=True))
    words = text_area(gettext_lazy("Why?"), gettext_lazy("It stands in the chronology."), rows=3)

    field_order = ["scope", "people", "words"]

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = list(people)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("scope") == "named" and not given.get("people") and "people" not in self.errors:
            self.add_error("people", _("Select at least one person: somebody has to be able to read it"))
        return given
