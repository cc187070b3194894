"""Deciding whether to refer, filling the pack, and what became of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.referrals import words
from tutela.web.referrals.forms import MOST_LETTERS, text
from tutela.web.referrals.routes import CASE, Part, Route


class Decide(forms.Form):
    """Refer or not, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=[("refer", gettext_lazy("Refer")), ("not", gettext_lazy("Do not refer"))],
        widget=forms.Radios(reveals={"refer": "to"}),
        error_messages={"required": gettext_lazy("Select whether you refer")},
    )
    to = forms.CharField(
        label=gettext_lazy("To whom, in their own name?"),
        help_text=gettext_lazy("For example: Northshire front door, or the name of an officer"),
        max_length=200,
        required=False,
    )
    why = text(
        gettext_lazy("Why?"),
        gettext_lazy("What you know, what you think, and what makes you decide so. It stands on the chronology."),
        error_messages={"required": gettext_lazy("Say why")},
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("If you refer: do they agree?"),
        choices=words.choices(words.CONSENTS),
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select whether they agree")},
    )
    told = forms.ChoiceField(
        label=gettext_lazy("If you refer: is the family told?"),
        choices=words.choices(words.TOLD),
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select whether the family is told")},
    )
    why_not = text(gettext_lazy("If they do not agree, were not asked or are not told: why?"), rows=3, required=False)

    def __init__(self, *args: Any, route: Route, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if route.consent != "not-needed":
            self.fields["consent"].choices = [one for one in words.choices(words.CONSENTS) if one[0] != "not-needed"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("decision") == "refer" and not given.get("to"):
            self.add_error("to", _("Enter to whom you refer"))
        if given.get("decision") == "not":
            for field in ("consent", "told"):  # are asked about a referral alone
                self.errors.pop(field, None)
        return given


class Fill(forms.Form):
    """What the body asks for and the case does not hold. Everything may stay empty: the pack marks it."""

    mark_optional = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    about = forms.MultipleChoiceField(
        label=gettext_lazy("Whom is it about?"), choices=[], widget=forms.Checkboxes(), required=False
    )
    gives = forms.MultipleChoiceField(
        label=gettext_lazy("What goes with it?"),
        help_text=gettext_lazy(
            "Only what they need to know. Names of others may stand in it: read it before you send it."
        ),
        choices=words.choices(words.GIVES),
        widget=forms.Checkboxes(),
        required=False,
    )

    def __init__(self, *args: Any, parts: Sequence[Part], people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = list(people)
        self.asked = [part for part in parts if part.origin != CASE]
        for part in self.asked:
            self.fields[f"part_{part.key}"] = text(part.ask, part.hint, rows=3, required=False)
        if not self.fields["about"].choices or not any(part.key in ("child", "adult-person") for part in parts):
            del self.fields["about"]

    def answers(self) -> dict[str, Any]:
        """The answers as they are kept."""
        given = self.cleaned_data
        return {
            "about": list(given.get("about", ())),
            "gives": list(given["gives"]),
            "parts": {part.key: given[f"part_{part.key}"] for part in self.asked if given[f"part_{part.key}"]},
        }


def _on() -> Any:
    return forms.DateField(
        label=gettext_lazy("Which day was it?"),
        help_text=gettext_lazy("For example, 22 11 2026"),
        in_past=True,
        error_messages={"required": gettext_lazy("Enter the day")},
    )


def _clock() -> Any:
    return forms.TimeField(
        label=gettext_lazy("What time was it?"), help_text=gettext_lazy("For example, 9:15am"), required=False
    )


def _reference() -> Any:
    return forms.CharField(label=gettext_lazy("What is their reference?"), max_length=120, required=False)


class Step(forms.Form):
    """What happened: when, and in words."""

    on = _on()
    clock = _clock()
    text = text(gettext_lazy("Whom did you speak with, and what was said?"), required=False)


class Sent(forms.Form):
    """How it was sent, and which file."""

    on = _on()
    clock = _clock()
    way = forms.ChoiceField(
        label=gettext_lazy("How was it sent?"),
        choices=words.choices(words.WAYS),
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select how it was sent")},
    )
    share = forms.ChoiceField(
        label=gettext_lazy("Which file did you send?"), choices=[], widget=forms.Radios(), required=False
    )
    reference = _reference()
    text = text(gettext_lazy("Whom did you speak with, and what was said?"), rows=3, required=False)

    def __init__(self, *args: Any, shares: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = list(shares)
        self.fields["share"].choices = [*made, ("", _("None of these: it was told, or written on their form"))]
        if not made:
            del self.fields["share"]


class Acknowledged(Step):
    """That they have it."""

    reference = _reference()
    field_order = ("on", "clock", "reference", "text")


class Outcome(Step):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What did they decide?"),
        choices=words.choices(words.OUTCOMES),
        widget=forms.Radios(),
        error_messages={"required": gettext_lazy("Select what they decided")},
    )
    text = text(
        gettext_lazy("In their words: what happens now, and who does it?"),
        gettext_lazy("If you do not agree, say so here, and take it further with them."),
        error_messages={"required": gettext_lazy("Say what happens now")},
    )
    field_order = ("outcome", "on", "clock", "text")


class Withdraw(Step):
    """Why it is taken back."""

    text = text(gettext_lazy("Why is it withdrawn?"), error_messages={"required": gettext_lazy("Say why")})


FORMS = {"sent": Sent, "chased": Step, "acknowledged": Acknowledged, "outcome": Outcome, "withdrawn": Withdraw}

__all__ = ["FORMS", "MOST_LETTERS", "Decide", "Fill"]
