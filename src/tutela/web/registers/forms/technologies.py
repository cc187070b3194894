"""What is asked about a technology."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.registers import kinds
from tutela.web.registers.forms.owners import AnswersFor
from tutela.web.registers.models import Technology
from tutela.web.registers.rules.technologies import IN_USE, MAY_BECOME, PROPOSED

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class ChangeTechnology(AnswersFor):
    """What it is, what for, and by whom it is used."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=120, error_messages={"required": _("Enter its name")}
    )
    kind = forms.ChoiceField(
        label=_("What kind of technology is it?"),
        help_text=_("Policies name these kinds: one that no clause mentions is pointed out before a policy goes out."),
        choices=[("", _("Choose one")), *kinds.TECHNOLOGIES.items()],
        widget=forms.Select,
        error_messages={"required": _("Select its kind")},
    )
    purpose = forms.CharField(
        label=_("What is it used for?"),
        max_length=500,
        widget=forms.Textarea(rows=2),
        error_messages={"required": _("Enter what it is used for")},
    )
    audiences = forms.MultipleChoiceField(
        label=_("Who uses it?"),
        choices=list(kinds.AUDIENCES.items()),
        widget=forms.Checkboxes(small=True),
        error_messages={"required": _("Select who uses it")},
    )
    communicates = forms.ChoiceField(
        label=_("Can people from outside be met through it?"),
        help_text=_("Anyone who does not learn or work here: by text, voice, picture or a shared page."),
        choices=YES_NO,
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select yes or no")},
    )
    review_on = forms.DateField(
        label=_("When is it to be looked at again?"), help_text=_("For example, 22 1 2027"), required=False
    )

    field_order: Any = ("name", "kind", "purpose", "audiences", "communicates", "owner", "owner_name", "review_on")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["communicates"] = given.get("communicates") == "yes"
        return given


class NewTechnology(ChangeTechnology):
    """The same with the state in which it begins."""

    state = forms.ChoiceField(
        label=_("Is it in use?"),
        choices=[(IN_USE, _("It is in use")), (PROPOSED, _("Somebody proposes it"))],
        widget=forms.Radios(small=True),
        error_messages={"required": _("Select whether it is in use")},
    )
    since = forms.DateField(
        label=_("Since when?"),
        help_text=_("The day it came into use, or was proposed. For example, 1 9 2026"),
        in_past=True,
        error_messages={"required": _("Enter the day since when")},
    )

    field_order = (*ChangeTechnology.field_order[:5], "state", "since", *ChangeTechnology.field_order[5:])


class TurnTechnology(forms.Form):
    """Into which state it comes, and why."""

    state = forms.ChoiceField(label=_("What is it from now on?"), choices=[], widget=forms.Radios())
    since = forms.DateField(
        label=_("Since when?"), in_past=True, error_messages={"required": _("Enter the day since when")}
    )
    words = forms.CharField(
        label=_("Who decided it, and why?"),
        max_length=2000,
        widget=forms.Textarea(rows=3, count=True),
        error_messages={"required": _("Enter who decided it and why")},
    )

    def __init__(self, *args: Any, technology: Technology, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Technology.State.choices)
        self.fields["state"].choices = [(one, names[one]) for one in MAY_BECOME[technology.state]]
