"""What is asked of somebody who opens a case in an emergency, and of those who review it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from tutela.web.concerns.forms.work import text_area
from tutela.web.core import forms


class BreakGlass(forms.Form):
    """Whom it is about, of those found by name, and what the emergency is."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who is it about?"),
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select a person")},
    )
    reason = text_area(
        gettext_lazy("What is the emergency?"),
        gettext_lazy("Why it cannot wait for those who work on it, and what you need to know."),
        rows=3,
        error_messages={"required": gettext_lazy("Enter what the emergency is")},
    )

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list(people)


class ReviewGlass(forms.Form):
    """Whether it was right."""

    right = forms.ChoiceField(
        label=gettext_lazy("Was it right to open the case?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select whether it was right")},
    )
    text = text_area(gettext_lazy("Why?"), rows=3)
