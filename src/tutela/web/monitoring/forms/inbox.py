"""What narrows the inbox."""

from typing import Any

from django.forms import DateField
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.monitoring import queries, rules, words


class Day(forms.TextInput):
    """A day as browsers let people choose it, so that it stands in the address as one word."""

    input_type = "date"


class Narrow(forms.FilterForm):
    """What narrows the inbox. `counts` says how many alerts stand behind each choice."""

    state = forms.ChoiceField(label=_("Show"), choices=words.SHOWN, widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("Person"), choices=[], widget=forms.HiddenInput)
    severity = forms.MultipleChoiceField(label=_("Severity"), widget=forms.Checkboxes(small=True))
    theme = forms.ChoiceField(label=_("Category"))
    group = forms.ChoiceField(label=_("Group"))
    held_by = forms.ChoiceField(label=_("Who looks after it"))
    from_on = DateField(label=_("From"), widget=Day(), error_messages={"invalid": _("Enter a day such as 2026-11-22")})
    to_on = DateField(label=_("To"), widget=Day(), error_messages={"invalid": _("Enter a day such as 2026-11-22")})
    origin = forms.ChoiceField(label=_("Where it comes from"))

    def __init__(
        self, *args: Any, counts: queries.Counts, groups: list[Any], person: tuple[str, str] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("All"))
        chosen = set(self.data.getlist("severity")) if self.is_bound else set()
        self.fields["severity"].choices = [
            (str(level), f"{words.SEVERITIES[level]} ({counts.severities.get(level, 0)})")
            for level in words.SEVERITIES
            if counts.severities.get(level) or str(level) in chosen or level == rules.WORST
        ]
        themes = sorted({*counts.themes, *filter(None, [self.data.get("theme")] if self.is_bound else [])})
        self.fields["theme"].choices = [
            anything,
            *((key, f"{words.theme_title(key)} ({counts.themes.get(key, 0)})") for key in themes),
        ]
        self.fields["held_by"].choices = [
            anything,
            *((key, f"{said} ({counts.held_by.get(key, 0)})") for key, said in words.HELD_BY.items()),
        ]
        self.fields["origin"].choices = [
            anything,
            *((key, f"{said} ({counts.origins.get(key, 0)})") for key, said in words.ORIGINS.items()),
        ]
        self.fields["group"].choices = [anything, *((str(group.pk), group.name) for group in groups)]
        self.fields["person"].choices = [person] if person else []
