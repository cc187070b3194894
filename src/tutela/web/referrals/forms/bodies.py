"""What is asked about a body near us."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.referrals.routes import Route

OTHER = "other"


class Body(forms.Form):
    """Who it is and how one reaches them."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of body is it?"), widget=forms.Radios(last_apart=True))
    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("For example: Northshire front door"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter what it is called")},
    )
    phone = forms.CharField(label=gettext_lazy("Telephone number"), max_length=60, required=False)
    out_of_hours = forms.CharField(label=gettext_lazy("At night and at weekends"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("Secure e-mail address"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Whom to ask for, which form they want"),
        help_text=gettext_lazy("No names of learners."),
        max_length=400,
        required=False,
        widget=forms.Textarea(rows=3),
    )
    is_gone = forms.BooleanField(label=gettext_lazy("We do not turn to them any more"), required=False)

    def __init__(self, *args: Any, routes: Iterable[Route], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {route.kind: route.title for route in routes}
        self.fields["kind"].choices = [*kinds.items(), (OTHER, _("Another body"))]
        if is_new:
            del self.fields["is_gone"]

    def answers(self) -> dict[str, Any]:
        """What the operation takes."""
        given = dict(self.cleaned_data)
        return given | {"kind": "" if given["kind"] == OTHER else given["kind"]}
