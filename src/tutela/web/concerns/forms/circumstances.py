"""Where and by what means something happened."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from tutela.web.concerns import rules
from tutela.web.concerns.forms.work import Versioned
from tutela.web.concerns.shipped.lists import Circumstances
from tutela.web.core import forms


class Describe(Versioned):
    """All of it may be left empty but for who else was there, where "not known" is an answer."""

    settings = forms.MultipleChoiceField(
        label=gettext_lazy("Where were they?"),
        help_text=gettext_lazy("Whoever was harmed, when it happened. It counts wherever it was."),
        widget=forms.Checkboxes(small=True),
        required=False,
    )
    networks = forms.MultipleChoiceField(
        label=gettext_lazy("Over which network?"), widget=forms.Checkboxes(small=True), required=False
    )
    devices = forms.MultipleChoiceField(
        label=gettext_lazy("On whose device?"), widget=forms.Checkboxes(small=True), required=False
    )
    company = forms.ChoiceField(label=gettext_lazy("Was anybody with them?"), widget=forms.Radios(small=True))
    characteristics = forms.MultipleChoiceField(
        label=gettext_lazy("Was it about who they are?"),
        help_text=gettext_lazy(
            "Select one only where it matters to what happened. It is kept sealed, and counted for nobody by name."
        ),
        widget=forms.Checkboxes(small=True),
        required=False,
    )

    def __init__(self, *args: Any, library: Circumstances, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("settings", "networks", "devices", "characteristics"):
            labels: Mapping[str, str] = getattr(library, name)
            self.fields[name].choices = [(key, label.format(place=place)) for key, label in labels.items()]
        self.fields["company"].choices = [(key, library.company[key]) for key in rules.COMPANY]
