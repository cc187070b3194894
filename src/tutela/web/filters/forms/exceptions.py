"""What is asked about an exception: which site, for whom, from when until when."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.filters.forms.changes import AddressField

Search = Callable[[str], list[Any]]


class MakeException(forms.Form):
    """An exception. Classes and a search for people are given by the view."""

    address = AddressField(
        label=_("What is the website’s address?"),
        help_text=_("Copy it from the top of the browser, for example www.example.org/page"),
        max_length=500,
    )
    action = forms.ChoiceField(
        label=_("What should happen?"),
        choices=[("allow", _("Open it")), ("block", _("Block it"))],
        widget=forms.Radios,
        error_messages={"required": _("Select what should happen")},
    )
    whom = forms.ChoiceField(
        label=_("For whom?"),
        choices=[("class", _("A class or a year")), ("person", _("One person"))],
        widget=forms.Radios(reveals={"class": "group", "person": "name"}),
        error_messages={"required": _("Select for whom")},
    )
    group = forms.ChoiceField(label=_("Which class or year?"), choices=[], required=False)
    name = forms.CharField(
        label=_("Who?"),
        help_text=_("At least three letters of the name"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}, width=20),
    )
    person = forms.ChoiceField(label=_("Which of them?"), choices=[], required=False, widget=forms.Radios)
    from_on = forms.DateField(label=_("First day"))
    from_time = forms.TimeField(label=_("From what time?"), help_text=_("For example 9am"))
    until_on = forms.DateField(label=_("Last day"))
    until_time = forms.TimeField(label=_("Until what time?"), help_text=_("Then it ends by itself"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept with the exception. Do not write what is known about a person here."),
        max_length=300,
        widget=forms.Textarea(rows=3),
    )

    def __init__(self, *args: Any, classes: Iterable[Any], search: Search, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.search = ZoneInfo(zone), search
        self.classes = {str(one.pk): one for one in classes}
        self.fields["group"].choices = [("", _("Choose one")), *((pk, one.name) for pk, one in self.classes.items())]
        words = str(self.data.get("name", "")) if self.is_bound and self.data.get("whom") == "person" else ""
        self.found = {str(one.pk): one for one in search(words)}
        if len(self.found) > 1:
            self.fields["person"].choices = [(pk, one.full_name) for pk, one in self.found.items()]
            self.fields["person"].required = True
            self.fields["person"].error_messages["required"] = _("Select which of them you mean")
        else:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("whom") == "class" and not given.get("group"):
            self.add_error("group", _("Select the class or year"))
        if given.get("whom") == "person":
            self._check_person(given)
        given["from_at"] = self._moment(given.get("from_on"), given.get("from_time"))
        given["until_at"] = self._moment(given.get("until_on"), given.get("until_time"))
        return given

    def meant(self) -> dict[str, Any]:
        """For whom, as `operations.make_exception` takes it."""
        if self.cleaned_data["whom"] == "class":
            return {"group": self.classes[self.cleaned_data["group"]]}
        chosen = self.cleaned_data.get("person") or next(iter(self.found))
        return {"person": self.found[chosen]}

    def _check_person(self, given: dict[str, Any]) -> None:
        if not given.get("name"):
            self.add_error("name", _("Enter who it is for"))
        elif not self.found:
            self.add_error("name", _("Nobody of that name was found. Enter at least three letters"))

    def _moment(self, on: date | None, at: time | None) -> datetime | None:
        return datetime.combine(on, at, tzinfo=self.zone) if on and at is not None else None
