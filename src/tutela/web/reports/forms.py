"""What is asked on the pages of reports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.reports import words
from tutela.web.reports.rules import groups
from tutela.web.reports.rules.periods import Half, Period


class ChoosePeriod(forms.FilterForm):
    """Which stretch to show; its first day stands in the address."""

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.ChoiceField(
            label=_("Show another time"),
            choices=[(one.since_on.isoformat(), one.name) for one in periods],
        )


class EnterTermDates(forms.Form):
    """The first day of each half-term of one school year."""

    def __init__(self, *args: Any, halves: Sequence[Half], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for half in halves:
            self.fields[half.key.replace("-", "_")] = forms.DateField(label=half.name)

    def starts(self) -> list[date]:
        """The days as entered, in order."""
        return [self.cleaned_data[name] for name in self.fields]


class Totals(forms.Form):
    """Totals of groups, from the school's own records system."""

    year = forms.ChoiceField(label=_("Which school year do they count?"), choices=[])
    counted = forms.ChoiceField(
        label=_("What do they count?"),
        choices=list(words.COUNTED.items()),
        widget=forms.Radios(),
        error_messages={"required": _("Select what they count")},
    )
    file = forms.FileField(
        label=_("CSV file of totals"),
        help_text=_(
            "Four columns: characteristic, group, learners, count. For example: Sex,Girls,412,9. Totals alone: no "
            "names, no numbers of people."
        ),
        error_messages={"required": _("Choose the file")},
    )

    def __init__(self, *args: Any, years: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = list(years)

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > groups.MOST_BYTES:
            raise forms.ValidationError(_t("The file is too large for totals of groups"))
        content: bytes = file.read()
        return content
