"""Requests for something of a case, and what is decided and handed over."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.referrals import words
from tutela.web.referrals.forms import text
from tutela.web.referrals.routes import get_grounds


def _on(label: Any) -> Any:
    return forms.DateField(
        label=label,
        help_text=_("For example, 22 11 2026"),
        in_past=True,
        error_messages={"required": _("Enter the day")},
    )


class Request(forms.Form):
    """Who asks for what, and on what ground it would be handed over."""

    asker = forms.ChoiceField(
        label=_("Who asks?"), choices=[], widget=forms.Radios(), error_messages={"required": _("Select who asks")}
    )
    who = forms.CharField(
        label=_("Their name, office and reference"),
        help_text=_("For example: DC Amir Khan, Northshire Police, 44/2026. Check that they are who they say."),
        max_length=200,
        error_messages={"required": _("Enter who asks")},
    )
    on = _on(_("When did they ask?"))
    what = text(
        _("What exactly do they ask for?"),
        rows=3,
        error_messages={"required": _("Enter what they ask for")},
    )
    basis = forms.ChoiceField(
        label=_("On what ground would it be handed over?"),
        choices=[],
        widget=forms.Radios(),
        error_messages={"required": _("Select a ground")},
    )
    why = text(
        _("Why is it right, and why is it not more than needed?"),
        rows=3,
        error_messages={"required": _("Say why it is right")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = get_grounds()
        self.fields["asker"].choices = list(grounds.askers.items())
        self.fields["basis"].choices = [(one.key, one.title) for one in grounds.bases]
        self.fields["basis"].widget.hints = {one.key: one.needs for one in grounds.bases}


class Decide(forms.Form):
    """Allow it or refuse it, as a second person."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("allow", _("Allow it")), ("refuse", _("Refuse it"))],
        widget=forms.Radios(),
        error_messages={"required": _("Select what you decide")},
    )
    outsider = forms.CharField(
        label=_("Who allowed it?"),
        help_text=_(
            "Nobody else here may read this case. Name whoever allowed it, and their office: the data protection "
            "officer, the trust’s solicitor."
        ),
        max_length=200,
        required=False,
    )
    text: Any = text(_("Why?"), rows=3, error_messages={"required": _("Say why")})

    def __init__(self, *args: Any, may_name_outsider: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name_outsider:
            del self.fields["outsider"]


class HandOver(forms.Form):
    """What was handed over, how and to whom."""

    share = forms.ChoiceField(label=_("Which file was it?"), choices=[], widget=forms.Radios(), required=False)
    on = _on(_("Which day was it?"))
    way = forms.ChoiceField(
        label=_("How was it handed over?"),
        choices=[],
        widget=forms.Radios(),
        error_messages={"required": _("Select how it was handed over")},
    )
    text: Any = text(
        _("To whom, and what was said?"), rows=3, error_messages={"required": _("Enter to whom it was given")}
    )

    def __init__(self, *args: Any, shares: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = list(get_grounds().ways.items())
        self.fields["share"].choices = [*shares, ("", _t("None of these: it was told or shown"))]


class Drop(forms.Form):
    """Why nobody asks for it any longer."""

    text: Any = text(_("Why is it dropped?"), rows=3, error_messages={"required": _("Say why")})


class Make(forms.Form):
    """What is made to be handed over."""

    form = forms.ChoiceField(
        label=_("What do you make?"),
        choices=[(key, words.FORMS[key]) for key in ("chronology-pdf", "case-zip")],
        widget=forms.Radios(
            hints={
                "chronology-pdf": _("For a meeting, or for somebody who only reads."),
                "case-zip": _(
                    "For a court, the police or an inspector: the chronology, the same for programs, the packs that "
                    "were sent, and who read what, each with a proof that anybody can check."
                ),
            }
        ),
        error_messages={"required": _("Select what you make")},
    )
    exhibits = forms.MultipleChoiceField(
        label=_("Which exhibits go with everything, as they came?"),
        help_text=_("The list of all of them with their hashes and ledgers goes with it in any case."),
        required=False,
        choices=[],
        widget=forms.Checkboxes(),
    )

    def __init__(self, *args: Any, exhibits: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exhibits"].choices = exhibits
        if not exhibits:
            del self.fields["exhibits"]
