"""What is asked on the pages of reports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
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
