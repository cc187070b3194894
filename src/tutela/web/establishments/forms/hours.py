"""When somebody looks: the hours of each day of the week, as people write them."""

import re
from datetime import time
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.establishments.models import CoverHours

DAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
BETWEEN = re.compile(r"\s*(?:–|—|-|\bto\b|\buntil\b)\s*", re.IGNORECASE)


class Hours(forms.Form):
    """One line for each day: “8am to 4pm”, “8:00–12:00, 13:00–16:00”, or nothing where nobody looks."""

    def __init__(self, *args: Any, now: list[CoverHours], **kwargs: Any) -> None:
        said = {f"day_{day}": ", ".join(_say(row) for row in now if row.day == day) for day in range(7)}
        super().__init__(*args, initial=said, **kwargs)
        for day, name in enumerate(DAYS):
            self.fields[f"day_{day}"] = forms.CharField(
                label=name, required=False, max_length=80, widget=forms.TextInput(width=20)
            )

    mark_optional = False

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        self.hours: list[tuple[int, time, time]] = []
        for day in range(7):
            try:
                self.hours += [(day, *one) for one in _read(given.get(f"day_{day}", ""))]
            except ValueError as fault:
                self.add_error(f"day_{day}", str(fault))
        if not self.errors and not self.hours:
            self.add_error("day_0", _("Enter at least one day on which somebody looks"))
        return given


def _say(row: CoverHours) -> str:
    return f"{row.opens:%H:%M}–{row.closes:%H:%M}"


def _read(text: str) -> list[tuple[time, time]]:
    """The stretches of one day in order. Raises ValueError with what to do."""
    found: list[tuple[time, time]] = []
    for part in (one.strip() for one in text.split(",")):
        if not part:
            continue
        ends = BETWEEN.split(part)
        if len(ends) != 2:
            raise ValueError(_("Enter hours like 8am to 4pm, with a comma between two stretches"))
        opens, closes = (_time(one) for one in ends)
        if opens >= closes:
            raise ValueError(_("The time they stop must be later than the time they begin, on the same day"))
        found.append((opens, closes))
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
        raise ValueError(_("Two stretches of one day lie over one another"))
    return found


def _time(text: str) -> time:
    try:
        read = forms.TimeField().clean(text)
    except forms.ValidationError:
        read = None
    if read is None:
        raise ValueError(_("“%(text)s” is not a time like 8am or 16:30") % {"text": text})
    return read
