"""What is taken out of a chronology before it is handed over, and why."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.referrals.forms import text
from tutela.web.referrals.routes import list_reasons

KEEP = ""


class TakeOut(forms.Form):
    """Whose names are masked and which entries are left out; every entry has its question."""

    mark_optional = False

    masked = forms.MultipleChoiceField(
        label=gettext_lazy("Whose names are masked?"),
        help_text=gettext_lazy("Leave out whoever the file is for. Staff who wrote an entry stay named beside it."),
        choices=[],
        widget=forms.Checkboxes(),
        required=False,
    )
    others = text(
        gettext_lazy("Which other names are masked?"), gettext_lazy("One on each line"), rows=3, required=False
    )

    def __init__(self, *args: Any, people: Iterable[str], entries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["masked"].choices = [(name, name) for name in people]
        reasons = [(KEEP, _("Keep it")), *((one.key, f"{one.code}: {one.title}") for one in list_reasons())]
        self.count = len(entries)
        for number, (title, words) in enumerate(entries, 1):
            self.fields[f"entry_{number}"] = forms.ChoiceField(
                label=f"{number}. {title}", help_text=words, choices=reasons, required=False
            )
        self.fields["why_stay"] = text(
            _("If names of others have to stay: why?"),
            _("Only where we found some that are left."),
            rows=2,
            required=False,
        )

    def names(self) -> list[str]:
        """The names to mask."""
        return [*self.cleaned_data["masked"], *self.cleaned_data["others"].splitlines()]

    def left_out(self) -> dict[int, str]:
        """Position (from 0) of each entry that is left out, with the reason."""
        given = ((number - 1, self.cleaned_data[f"entry_{number}"]) for number in range(1, self.count + 1))
        return {position: reason for position, reason in given if reason}
