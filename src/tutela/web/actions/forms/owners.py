"""Who: one of those who answer for safeguarding, somebody else by name, or nobody yet."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.establishments.models import Person

NOBODY, OTHER = "nobody", "other"
Search = Callable[[str], list[Person]]


class OwnerForm(forms.Form):
    """Asks who. `search` gives the people of a name who may own an action."""

    owner = forms.ChoiceField(
        label=gettext_lazy("Who sees to it?"),
        choices=[],
        widget=forms.Radios(reveals={OTHER: "owner_name"}),
        error_messages={"required": gettext_lazy("Select who sees to it, or nobody yet")},
    )
    owner_name = forms.CharField(
        label=gettext_lazy("Their name"),
        max_length=160,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}, width=20),
    )

    def __init__(self, *args: Any, people: list[tuple[Person, str]], search: Search, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person, _words in people}
        self.search = search
        named = [(str(person.pk), words) for person, words in people]
        self.fields["owner"].choices = [*named, (OTHER, _("Somebody else")), (NOBODY, _("Nobody yet"))]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        chosen = given.get("owner")
        given["person"] = self.people.get(str(chosen))
        if chosen == OTHER:
            given["person"] = self._find((given.get("owner_name") or "").strip())
        return given

    def _find(self, name: str) -> Person | None:
        if len(name) < 3:
            self.add_error("owner_name", _("Enter their name, with three letters or more"))
            return None
        found = self.search(name)
        exact = [person for person in found if person.full_name.casefold() == name.casefold()]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            self.add_error("owner_name", _("Nobody of that name works here. Check how it is written"))
        else:
            names = ", ".join(person.full_name for person in found[:5])
            self.add_error("owner_name", _("Several people fit: %(names)s. Enter the whole name") % {"names": names})
        return None
