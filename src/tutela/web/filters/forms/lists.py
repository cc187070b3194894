"""What is asked about a list that somebody else keeps."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.filtering import defaults
from tutela.web.core import forms
from tutela.web.filters.models import ListSource

DAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
THREE = time(3, 0)


class Source(forms.Form):
    """Where a list comes from, under which terms, and how often it is fetched."""

    name = forms.CharField(
        label=_("What is the list called here?"),
        help_text=_("One word of small letters and digits, for example ut1"),
        max_length=41,
        widget=forms.TextInput(width=20),
    )
    place = forms.CharField(
        label=_("Where does it come from?"),
        help_text=_("An address that begins with https://, or a file or folder on this server, for example /srv/ut1"),
        max_length=500,
    )
    licence = forms.CharField(
        label=_("Under which licence is it given?"),
        help_text=_("As its owners name it, for example CC BY-SA 4.0"),
        max_length=200,
        widget=forms.TextInput(width=20),
    )
    attribution = forms.CharField(
        label=_("Who is to be named?"), help_text=_("Some licences ask for it."), max_length=300, required=False
    )
    homepage = forms.CharField(label=_("Its page on the web"), max_length=300, required=False)
    category = forms.ChoiceField(
        label=_("What does it list?"),
        help_text=_("Only for a list that does not say so itself."),
        choices=[],
        required=False,
    )
    every = forms.ChoiceField(
        label=_("How often should it be fetched?"),
        choices=ListSource.Every.choices,
        initial=ListSource.Every.DAY,
        widget=forms.Radios(reveals={"week": "weekday"}),
    )
    weekday = forms.ChoiceField(label=_("On which day?"), choices=DAYS, required=False)
    at_time = forms.TimeField(
        label=_("At what time?"), help_text=_("For example 3am. Best when nobody is at school."), required=False
    )
    is_trusted = forms.BooleanField(
        label=_("Put newer states in force without asking"),
        help_text=_("One that has lost more than a fifth of its entries waits for a person all the same."),
        required=False,
    )

    def __init__(self, *args: Any, named: bool = True, **kwargs: Any) -> None:
        """`named` asks for the name; it does not change once the list is there."""
        super().__init__(*args, **kwargs)
        known = [(one.key, one.title) for one in defaults.categories() if not one.locked]
        self.fields["category"].choices = [("", _("The list says so itself")), *known]
        if not named:
            del self.fields["name"]

    def given(self) -> dict[str, Any]:
        """What the operations take."""
        found = dict(self.cleaned_data)
        found["weekday"] = int(found.get("weekday") or 0)
        found["at_time"] = found.get("at_time") or THREE
        return found


class Search(forms.FilterForm):
    """Looks through the differences."""

    find = forms.CharField(label=_("Find a website"), max_length=100)


def of_source(source: ListSource) -> dict[str, Any]:
    """What a form about a source begins with."""
    fields = ("place", "licence", "attribution", "homepage", "category", "every", "at_time", "is_trusted")
    return {name: getattr(source, name) for name in fields} | {"weekday": str(source.weekday)}
