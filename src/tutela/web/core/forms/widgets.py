"""Inputs that know how they are shown; the markup itself is in templates/core/forms/."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms


class TextInput(forms.TextInput):
    """One line. `width` is the number of characters expected (2, 3, 4, 5, 10, 20 or 30); None fills the column."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, width: int | None = None, prefix: str = "", suffix: str = ""
    ) -> None:
        super().__init__(attrs)
        self.width, self.prefix, self.suffix = width, prefix, suffix


class Textarea(forms.Textarea):
    """Several lines. With `count`, people see how many characters they have left of the field's `max_length`."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 5, count: bool = False) -> None:
        super().__init__({"rows": rows, "cols": None, **(attrs or {})})
        self.count = count


class Options:
    """How a set of radios or checkboxes is shown; every mapping is keyed by the option's value."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Mapping[str, Any] | None = None,
        reveals: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
        last_apart: bool = False,
    ) -> None:
        """`reveals` names the field of the same form asked once that option is chosen; `last_apart` sets the last
        option ("None of these") below an "or", and for checkboxes makes it clear the others.
        """
        super().__init__(attrs)  # type: ignore[call-arg]
        self.hints = dict(hints or {})
        self.reveals = dict(reveals or {})
        self.inline, self.small, self.last_apart = inline, small, last_apart


class Radios(Options, forms.RadioSelect):
    """Pick one."""


class Checkboxes(Options, forms.CheckboxSelectMultiple):
    """Pick any number."""


class DateInput(forms.MultiWidget):
    """Day, month and year in three boxes, sent as NAME_0, NAME_1 and NAME_2."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([forms.TextInput, forms.TextInput, forms.TextInput], attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002  Django's signature
        return not any(f"{name}_{part}" in data for part in range(3))
