"""What is asked when somebody takes on a role, or gives it up."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.core.permissions import get_roles
from tutela.web.core.terms import Terms
from tutela.web.establishments import rules
from tutela.web.establishments.models import Person
from tutela.web.establishments.queries import GUESTS

OF_KIND = {
    Person.Kind.LEARNER: ("learner",),
    Person.Kind.PARENT: ("parent",),
    Person.Kind.PARTNER: ("partner-tutor", "assessor", "governor"),
}
NOT_OF_STAFF = frozenset({"learner", "parent", "partner-tutor"}) | GUESTS
SAID = {
    rules.Weight.PLAIN: "",
    rules.Weight.READS: _("Reads about people"),
    rules.Weight.STEERS: _("Reads about people, and takes two people to give"),
}


def roles_for(person: Person) -> list[str]:
    """The roles that somebody of this kind may hold: no learner is a governor by a slip of the finger."""
    staff = [key for key in get_roles() if key not in NOT_OF_STAFF]
    return list(OF_KIND.get(Person.Kind(person.kind), staff))


class GiveRole(forms.Form):
    """Which role, and from when to when."""

    role = forms.ChoiceField(
        label=_("Which role?"), choices=[], widget=forms.Radios, error_messages={"required": _("Select a role")}
    )
    on = forms.DateField(label=_("From which day?"), error_messages={"required": _("Enter the first day")})
    until_on = forms.DateField(
        label=_("Until which day?"),
        help_text=_("The first day on which they no longer hold it. Leave it empty if nobody knows yet."),
        required=False,
    )
    reason = forms.CharField(label=_("Why?"), help_text=_("Name nobody else."), max_length=200, required=False)

    def __init__(self, *args: Any, person: Person, terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = roles_for(person)
        hints = {key: SAID[rules.weight_of(key)] for key in keys}
        self.fields["role"].widget = forms.Radios(hints={key: words for key, words in hints.items() if words})
        self.fields["role"].choices = [(key, terms.role(key)) for key in keys]


class StopRole(forms.Form):
    """From which day on they no longer hold it."""

    on = forms.DateField(
        label=_("From which day do they no longer hold it?"),
        help_text=_("With today’s date it ends at once."),
        error_messages={"required": _("Enter the day")},
    )
    reason = forms.CharField(label=_("Why?"), help_text=_("Name nobody else."), max_length=200, required=False)
