"""Text as it is kept, and questions about when: a date in three boxes, a time of day as people write it."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core.forms.widgets import DateInput, TextInput

PARTS = (gettext_lazy("a day"), gettext_lazy("a month"), gettext_lazy("a year"))
HALF_LETTER = "half_letter"
HALVES = re.compile("[\ud800-\udfff]")
UNREADABLE = gettext_lazy("This text contains a character that cannot be kept. Type it again without it")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Kept:
    """Text with lines that end in \\n alone; half a letter, which no page could show again, is refused.

    A form sends \\r\\n, a script \\n, an old file \\r: kept apart, the same words would differ in length and in search.
    NUL is refused by Django's own check, in the words of `words.py`.
    """

    default_error_messages = {
        HALF_LETTER: UNREADABLE,
        "null_characters_not_allowed": UNREADABLE,
    }

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        if HALVES.search(text):
            raise ValidationError(self.error_messages[HALF_LETTER], HALF_LETTER)
        return text.replace("\r\n", "\n").replace("\r", "\n")


class CharField(Kept, forms.CharField):
    """Text of one line or of several."""


class EmailField(Kept, forms.EmailField):
    """An email address."""


class URLField(Kept, forms.URLField):
    """A web address."""


class DateField(forms.Field):
    """A day. Months may be written as words ("Nov"); errors name the part that is missing or wrong.

    With `in_past`, today is the latest day allowed, in the current time zone.
    """

    widget = DateInput

    def __init__(self, *, in_past: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.in_past = in_past

    def to_python(self, value: date | Sequence[str] | None) -> date | None:
        if value is None or isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value]
        missing = [index for index, part in enumerate(parts) if not part]
        if len(missing) == 3:
            return None
        if missing:
            words = _(" and ").join(str(PARTS[index]) for index in missing)
            raise ValidationError(
                _("%(subject)s must include %(parts)s"),
                "incomplete",
                {"subject": self._subject(), "parts": words, "wrong": missing},
            )
        day, month, year = parts
        try:
            if len(year) != 4:
                raise ValueError("A year of two digits could mean two centuries.")
            return date(int(year), _month(month), int(day))
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                _("%(subject)s must be a real date"), "invalid", {"subject": self._subject(), "wrong": [0, 1, 2]}
            ) from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.in_past and value > timezone.localdate():
            raise ValidationError(
                _("%(subject)s must be today or in the past"),
                "future",
                {"subject": self._subject(), "wrong": [0, 1, 2]},
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _subject(self) -> str:
        label = str(self.label or "")
        return _("The date") if not label or label.endswith("?") else label


class TimeField(forms.TimeField):
    """A time of day as people write it: 9:12am, 9.12, 0912, 14:05, 2pm, noon."""

    widget = TextInput(width=5)
    default_error_messages = {
        "invalid": gettext_lazy("Enter a time, like 9:12am or 2pm"),
    }

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        text = re.sub(r"[\s]", "", str(value)).casefold()
        if text in ("noon", "midday", "12noon"):
            return time(12)
        if text in ("midnight", "12midnight"):
            return time(0)
        found = re.fullmatch(r"(\d{1,2})(?:[:.]?(\d{2}))?([ap])?\.?(?:m\.?)?", text)
        if not found or (found[2] is None and found[3] is None):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and not 1 <= hour <= 12:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        try:
            return time(hour, minute)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%-I:%M%p").lower() if isinstance(value, time) else value


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.index(text[:3].casefold()) + 1
