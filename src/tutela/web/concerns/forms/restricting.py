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
    is_sealed = forms.BooleanField(
        label=gettext_lazy("Seal it to them"),
        help_text=gettext_lazy(
            "It opens with their own passwords and nothing else: not even those who run the server can read it. "
            "What learners, families or somebody without an account told stays as it was, so that they are answered. "
            "Whoever forgets their password is let in again by somebody else who is named, or by two recovery sheets."
        ),
        required=False,
    )
    words = text_area(gettext_lazy("Why?"), gettext_lazy("It stands in the chronology."), rows=3)

    field_order = ["scope", "people", "is_sealed", "words"]

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = list(people)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("scope") == "named" and not given.get("people") and "people" not in self.errors:
            self.add_error("people", _("Select at least one person: somebody has to be able to read it"))
        if given.get("scope") == "team" and given.get("is_sealed"):
            self.add_error("is_sealed", _("Only what is restricted to people you name can be sealed to them"))
        return given
