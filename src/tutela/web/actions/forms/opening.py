"""What is asked when somebody sets an action by hand."""

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.actions import words
from tutela.web.actions.forms.owners import OwnerForm
from tutela.web.actions.models import SAID_LETTERS, TITLE_LETTERS
from tutela.web.core import forms
from tutela.web.evidence.kinds import Kind, list_kinds


class NewAction(OwnerForm):
    """What is to be done, by whom, by when, and what will prove it."""

    title = forms.CharField(
        label=gettext_lazy("What is to be done?"),
        help_text=gettext_lazy("Begin with a verb. Name no learner: what is about one of them belongs to a concern."),
        max_length=TITLE_LETTERS,
        error_messages={"required": gettext_lazy("Enter what is to be done")},
    )
    detail = forms.CharField(
        label=gettext_lazy("How will somebody else see that it is done?"),
        max_length=SAID_LETTERS,
        required=False,
        widget=forms.Textarea(rows=3, count=True),
    )
    due_on = forms.DateField(
        label=gettext_lazy("By which day?"), help_text=gettext_lazy("For example, 22 1 2027"), required=False
    )
    tag = forms.ChoiceField(
        label=gettext_lazy("What does it serve?"),
        choices=[(key, text) for key, text in words.TAGS.items() if key],
        required=False,
        widget=forms.Radios(small=True),
    )
    bar_kind = forms.ChoiceField(
        label=gettext_lazy("Which figure closes it?"),
        help_text=gettext_lazy("Then nobody’s word closes it: only the figure does, and it opens again if that falls."),
        choices=[],
        required=False,
        widget=forms.Select,
    )
    bar_value = forms.DecimalField(
        label=gettext_lazy("Which value must it reach?"),
        help_text=gettext_lazy("A number, in the unit that stands behind the figure."),
        required=False,
        widget=forms.TextInput({"inputmode": "decimal"}, width=5),
        error_messages={"invalid": gettext_lazy("The value must be a number, like 95")},
    )
    recurs_days = forms.TypedChoiceField(
        label=gettext_lazy("Does it come back?"),
        help_text=gettext_lazy("The next one is counted from the day this one is done."),
        choices=list(words.RECURS.items()),
        coerce=int,
        initial=0,
        widget=forms.Radios(small=True),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    field_order = (
        "title",
        "detail",
        "owner",
        "owner_name",
        "due_on",
        "tag",
        "bar_kind",
        "bar_value",
        "recurs_days",
        "once",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list_kinds()
        named = sorted((_asked(kind), name) for name, kind in self.kinds.items())
        self.fields["bar_kind"].choices = [("", _("None"))] + [(name, title) for title, name in named]
        self.fields["once"].initial = str(uuid4())

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["bar"] = None
        if kind := self.kinds.get(given.get("bar_kind") or ""):
            value = 1 if kind.unit == "yes-no" else given.get("bar_value")
            if value is None and "bar_value" not in self.errors:
                self.add_error("bar_value", _("Enter the value that the figure must reach"))
            elif value is not None and (value < 0 or (kind.unit == "pct" and value > 100)):
                self.add_error(
                    "bar_value",
                    _("The value must be from 0 to 100") if kind.unit == "pct" else _("The value must be 0 or more"),
                )
            elif value is not None:
                ends = (float(value), None) if kind.better == "more" else (None, float(value))
                given["bar"] = (given["bar_kind"], *ends)
        return given


def _asked(kind: Kind) -> str:
    """A figure with what is asked of it: "Staff trained: at least … %"."""
    unit = {"pct": "%", "hours": _("hours"), "days": _("days")}.get(kind.unit, "")
    if kind.unit == "yes-no":
        return _("%(title)s: yes") % {"title": kind.title}
    said = _("%(title)s: at least … %(unit)s") if kind.better == "more" else _("%(title)s: at most … %(unit)s")
    return (said % {"title": kind.title, "unit": unit}).strip()
