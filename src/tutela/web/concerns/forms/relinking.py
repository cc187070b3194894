"""What is asked where somebody was linked by mistake."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.concerns.forms.work import Versioned, text_area
from tutela.web.core import forms

SOMEBODY, NOBODY = "somebody", "nobody"


class WrongPerson(Versioned):
    """Where it is the wrong person, who it is instead, and how that is known."""

    places = forms.MultipleChoiceField(
        label=gettext_lazy("Where is it the wrong person?"),
        widget=forms.Checkboxes(small=True),
        error_messages={"required": gettext_lazy("Select at least one place")},
    )
    instead = forms.ChoiceField(
        label=gettext_lazy("Who is it instead?"),
        choices=[
            (SOMEBODY, gettext_lazy("Somebody else")),
            (NOBODY, gettext_lazy("Nobody, or it is not known")),
        ],
        widget=forms.Radios(
            reveals={SOMEBODY: "name"},
            hints={NOBODY: gettext_lazy("Whoever was kept from reading this because of them stays so.")},
        ),
        error_messages={"required": gettext_lazy("Select who it is instead")},
    )
    name = forms.CharField(
        label=gettext_lazy("Their name"),
        help_text=gettext_lazy("Three letters are enough. You choose on the next page."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    text = text_area(
        gettext_lazy("How do you know that it is the wrong person?"),
        gettext_lazy("Kept with what you put right, and shown only there."),
        rows=3,
    )

    field_order = ["places", "instead", "name", "text"]

    def __init__(self, *args: Any, places: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # called otherwise than the field, or a page that asks for the field where there is none gets this
        self._rows = list(places)
        self.fields["places"].choices = self._rows
        if len(self._rows) == 1:
            del self.fields["places"]

    def chosen(self) -> list[str]:
        """The keys of the rows."""
        return list(self.cleaned_data.get("places") or [key for key, _label in self._rows])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("instead") == SOMEBODY and not (given.get("name") or "").strip():
            self.add_error("name", _("Enter a name"))
        return given
