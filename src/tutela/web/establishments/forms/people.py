"""What is asked about people who leave or move up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms


class SearchForm(forms.FilterForm):
    """Whom to find."""

    words = forms.CharField(label=_("Name"), help_text=_("Three letters or more"), max_length=80)


class DayForm(forms.Form):
    """A day from which something counts."""

    on = forms.DateField(label=_("From which day?"), error_messages={"required": _("Enter the day")})

    def __init__(self, *args: Any, label: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = label or self.fields["on"].label
        self.fields["on"].help_text = hint


class RollOverForm(DayForm):
    """When the years turn, and which is the last."""

    last_year = forms.ChoiceField(
        label=_("Which is your last year?"),
        help_text=_("Whoever is in it leaves on that day."),
        error_messages={"required": _("Select the last year")},
    )

    def __init__(self, *args: Any, years: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_year"].choices = [("", _("Select a year")), *years]
