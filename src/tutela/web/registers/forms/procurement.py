"""What is asked about something that is to be bought, and of whoever offers it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.registers.models import Contract, OfferAnswer
from tutela.web.registers.queries.procurement import Judged

NONE = "none"


class NewPurchase(forms.Form):
    """What is to be bought."""

    title = forms.CharField(
        label=_("What is to be bought or renewed?"),
        help_text=_("For example, a web filter, or a learning platform"),
        max_length=120,
        error_messages={"required": _("Enter what is to be bought")},
    )
    what = forms.CharField(
        label=_("What for, and for whom?"),
        max_length=500,
        widget=forms.Textarea(rows=3),
        error_messages={"required": _("Enter what it is for")},
    )


class NewOffer(forms.Form):
    """Who offers it, for how much, and whether we have it already."""

    supplier = forms.CharField(
        label=_("Who offers it?"), max_length=160, error_messages={"required": _("Enter who offers it")}
    )
    cost = forms.CharField(
        label=_("What does it cost?"), help_text=_("For example, £4,200 a year"), max_length=120, required=False
    )
    contract = forms.ChoiceField(
        label=_("Do we have a contract with them already?"),
        help_text=_("What it says then counts as shown."),
        choices=[],
        required=False,
        widget=forms.Select,
    )
    in_use = forms.BooleanField(
        label=_("We use it now: our own figures speak of it"),
        help_text=_(
            "What the filter’s checks, the records and other live evidence show then counts before what is said."
        ),
        required=False,
    )

    def __init__(self, *args: Any, contracts: Iterable[Contract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contracts = {str(one.pk): one for one in contracts}
        named = [(pk, f"{one.partner}: {one.what}"[:100]) for pk, one in self.contracts.items()]
        self.fields["contract"].choices = [("", _("None")), *named]

    def given(self) -> dict[str, Any]:
        """What `operations.add_offer` takes."""
        return {**self.cleaned_data, "contract": self.contracts.get(self.cleaned_data["contract"])}


class Answers(forms.Form):
    """Every question of the list, each with what shows it."""

    mark_optional = False

    def __init__(self, *args: Any, judged: Judged, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = list(judged.lines)
        for key, line in judged.lines.items():
            asks = f"{line.question.asks} {_('Our records:')} {line.records}." if line.records else line.question.asks
            self.fields[key] = forms.ChoiceField(
                label=line.question.title,
                help_text=asks,
                choices=[*OfferAnswer.Standing.choices, (NONE, _("Not asked yet"))],
                initial=line.found.answered or NONE,
                required=False,
                widget=forms.Radios(small=True),
            )
            self.fields[f"{key}-shown"] = forms.CharField(
                label=_("What shows it, and where is that kept?"),
                initial=line.shown_by,
                max_length=300,
                required=False,
            )

    def given(self) -> dict[str, tuple[str, str]]:
        """What `operations.answer_offer` takes."""
        said = self.cleaned_data
        return {key: ("" if said[key] in ("", NONE) else said[key], said[f"{key}-shown"].strip()) for key in self.keys}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for key in self.keys:
            if given.get(key) == OfferAnswer.Standing.SHOWN and not given.get(f"{key}-shown", "").strip():
                self.add_error(f"{key}-shown", _("Enter what shows it, or select “Yes, they say”"))
        return given


class Decide(forms.Form):
    """What was taken, and why."""

    decided = forms.CharField(
        label=_("Which offer was taken, by whom, and why?"),
        help_text=_("Or that none was. What must be shown and is not, is said here too."),
        max_length=1000,
        widget=forms.Textarea(rows=4),
        error_messages={"required": _("Enter what was decided")},
    )
