"""What is asked about the times of the week."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.filtering import defaults
from tutela.web.core import forms

DAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


def slot_of(name: str) -> str:
    """How a time is kept: its name in small letters of any script, hyphens where there was anything else.

    Marks count as letters: Hindi and Arabic write vowels with them. Empty when the name holds neither letter nor digit.
    """
    plain = unicodedata.normalize("NFC", name).lower().replace("'", "").replace("’", "")
    words = "".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in plain).split()
    return "-".join(words) if any(one.isalnum() for one in plain) else ""


class Time(forms.Form):
    """A named time of the week. It may run past midnight."""

    name = forms.CharField(
        label=_("What is it called?"),
        help_text=_("For example lunch, or after school. The same name on other days means the same."),
        max_length=40,
        widget=forms.TextInput(width=20),
        error_messages={"required": _("Enter what it is called")},
    )
    days = forms.MultipleChoiceField(
        label=_("On which days?"),
        choices=DAYS,
        initial=["0", "1", "2", "3", "4"],
        widget=forms.Checkboxes(small=True),
        error_messages={"required": _("Select at least one day")},
    )
    starts = forms.TimeField(label=_("From what time?"), help_text=_("For example 12:15"))
    ends = forms.TimeField(label=_("Until what time?"))

    def clean_name(self) -> str:
        slot = slot_of(self.cleaned_data["name"])
        if not slot:
            raise forms.ValidationError(_("Enter a name with letters or digits"))
        return slot

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts") is not None and given.get("starts") == given.get("ends"):
            self.add_error("ends", _("The time it ends must be another than the time it begins"))
        return given

    def given(self) -> dict[str, Any]:
        """What `operations.add_period` takes."""
        said = self.cleaned_data
        days = sorted(int(day) for day in said["days"])
        return {"slot": said["name"], "days": days, "starts": said["starts"], "ends": said["ends"]}


class Otherwise(forms.Form):
    """What is otherwise at a time of the week, for whom."""

    group = forms.ChoiceField(label=_("For whom?"), choices=[], error_messages={"required": _("Select for whom")})
    category = forms.ChoiceField(
        label=_("Which kind of site?"), choices=[], error_messages={"required": _("Select a kind of site")}
    )
    action = forms.ChoiceField(
        label=_("What happens to it then?"),
        choices=[("allow", _("It is open")), ("block", _("It is blocked")), ("usual", _("The same as at other times"))],
        widget=forms.Radios,
        error_messages={"required": _("Select what happens then")},
    )

    def __init__(self, *args: Any, groups: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(one.pk): one for one in groups}
        self.fields["group"].choices = [("", _("Choose a group")), *((pk, one.name) for pk, one in self.groups.items())]
        may_change = sorted((one.title, one.key) for one in defaults.categories() if not one.locked)
        self.fields["category"].choices = [("", _("Choose a kind")), *((key, title) for title, key in may_change)]

    def given(self) -> dict[str, Any]:
        """What `operations.set_in_slot` takes, but for the slot."""
        said = self.cleaned_data
        action = "" if said["action"] == "usual" else said["action"]
        return {"group": self.groups[said["group"]], "category": said["category"], "action": action}
