"""Whom people ask, and whom the school asks about Prevent."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.establishments.models import Person

NOBODY = "nobody"
LONGEST_AWAY = 366


class NameContact(forms.Form):
    """Which of the people who answer for safeguarding is the one to talk to, and who stands in."""

    person = forms.ChoiceField(
        label=_("Who is the named contact?"),
        help_text=_("Every page names this person as the one to talk to, and so does every page that says “blocked”."),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": _("Select who the named contact is")},
    )
    deputy = forms.ChoiceField(
        label=_("Who stands in while they are away?"),
        choices=[],
        widget=forms.Radios(last_apart=True),
        error_messages={"required": _("Select who stands in, or nobody")},
    )

    def __init__(self, *args: Any, holders: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = {str(holder.pk): holder for holder in holders}
        people = [(pk, holder.full_name) for pk, holder in self.holders.items()]
        self.fields["person"].choices = people
        self.fields["deputy"].choices = [*people, (NOBODY, _("Nobody"))]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("person") and given.get("person") == given.get("deputy"):
            self.add_error("deputy", _("Nobody stands in for themselves. Choose somebody else, or nobody"))
        return given

    def chosen(self) -> dict[str, Person | None]:
        """The two as `operations.name_contact` takes them."""
        return {name: self.holders.get(self.cleaned_data[name]) for name in ("person", "deputy")}


class Away(forms.Form):
    """Who is away, and from which day to which."""

    person = forms.ChoiceField(
        label=_("Who is away?"), choices=[], widget=forms.Radios, error_messages={"required": _("Select who is away")}
    )
    first = forms.DateField(label=_("First day away"), error_messages={"required": _("Enter the first day")})
    last = forms.DateField(
        label=_("Last day away"),
        help_text=_("This day included. It can be brought forward."),
        error_messages={"required": _("Enter the last day")},
    )

    def __init__(self, *args: Any, people: list[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.today = {str(one.pk): one for one in people}, today
        self.fields["person"].choices = [(pk, one.full_name) for pk, one in self.people.items()]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day must not be before the first"))
        elif last and last < self.today:
            self.add_error("last", _("Enter today or a day to come"))
        elif first and last and (last - first).days > LONGEST_AWAY:
            self.add_error("last", _("At most a year. Whoever is gone for longer leaves, or gives up the role"))
        return given

    def chosen(self) -> dict[str, Any]:
        """What `operations.note_absence` takes."""
        said = self.cleaned_data
        until = said["last"] + timedelta(days=1)
        return {"person": self.people[said["person"]], "from_on": said["first"], "until_on": until}


class PreventContact(forms.Form):
    """Who it is, and how they are reached."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}, width=20),
        error_messages={"required": _("Enter their name")},
    )
    email = forms.EmailField(label=_("Email address"), required=False)
    phone = forms.CharField(
        label=_("Telephone number"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}, width=20),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not (given.get("email") or given.get("phone")) and "email" not in self.errors:
            self.add_error("email", _("Enter an email address or a telephone number"))
        return given
