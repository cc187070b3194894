"""What is asked about devices and credentials."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.establishments.models import Group


class FindDevice(forms.FilterForm):
    """Which devices to show."""

    words = forms.CharField(label=_("Device, address or person"), max_length=80)


class Device(forms.Form):
    """A device with a fixed address."""

    name = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("For example Library 1, or Laptop 214."),
        max_length=60,
        error_messages={"required": _("Enter what you call it")},
    )
    address = forms.CharField(
        label=_("Which address does it always have?"),
        help_text=_("For example 10.2.0.17. Reserve it for the device where your network gives out addresses."),
        max_length=45,
        widget=forms.TextInput(width=20),
        error_messages={"required": _("Enter its address")},
    )


class SharedDevice(Device):
    """A device that a whole age group uses."""

    group = forms.ChoiceField(
        label=_("Who uses it?"),
        help_text=_("It is filtered as for this age group. What is asked for on it is nobody’s in particular."),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": _("Select who uses it")},
    )

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(one.pk): one for one in groups}
        self.fields["group"].choices = [(pk, one.name) for pk, one in self.groups.items()]

    def given(self) -> dict[str, Any]:
        """What `operations.add_device` takes."""
        return {**self.cleaned_data, "group": self.groups[self.cleaned_data["group"]]}


class DevicesFile(forms.Form):
    """A file of devices."""

    file = forms.FileField(
        label=_("Choose a CSV file"),
        help_text=_("Its first row names the columns: name, address, and login or group."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
    )


class GroupCredentials(forms.Form):
    """For which year or class names and passwords for the proxy are made."""

    group = forms.ChoiceField(
        label=_("For which year or class?"), choices=[], error_messages={"required": _("Select a year or class")}
    )
    whom = forms.ChoiceField(
        label=_("For whom in it?"),
        choices=[
            ("new", _("Those who have none yet")),
            ("all", _("Everybody: those that they have now stop working")),
        ],
        initial="new",
        widget=forms.Radios,
        error_messages={"required": _("Select for whom")},
    )

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(one.pk): one for one in groups}
        self.fields["group"].choices = [("", _("Choose one")), *((pk, one.name) for pk, one in self.groups.items())]
