"""Whether something was clear, and what became of what readers said."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.engagement.rules.feedback import CHOICES, LONGEST_WORDS

WORDS = {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}


class Clear(forms.Form):
    """The question at the foot of a page."""

    clear = forms.ChoiceField(
        label=_("Was it clear?"),
        choices=[(choice, WORDS[choice]) for choice in CHOICES],
        widget=forms.Radios(),
        error_messages={"required": _("Select yes, partly or no")},
    )
    words = forms.CharField(
        label=_("What would make it clearer?"),
        help_text=_("Name nobody, and do not write who you are."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(rows=4, count=True),
    )

    def __init__(self, *args: Any, simple: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if simple:
            del self.fields["words"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        choice = given.pop("clear", None)
        return {"choice": CHOICES.index(choice) + 1, "words": given.get("words", "")} if choice else given


class DealWith(forms.Form):
    """What becomes of it."""

    what = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            ("done", _("It is dealt with")),
            ("action", _("Somebody has something to do: make it an action")),
        ],
        widget=forms.Radios(),
        error_messages={"required": _("Select what becomes of it")},
    )
    words = forms.CharField(
        label=_("What was done, or what is to be done?"),
        help_text=_("One sentence. Where nothing changes, say why. Name nobody."),
        max_length=200,
        error_messages={"required": _("Enter what was done, or what is to be done")},
    )

    def __init__(self, *args: Any, may_act: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_act:
            self.fields["what"].choices = self.fields["what"].choices[:1]
