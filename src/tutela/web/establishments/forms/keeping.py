"""What is asked about one person: who they are, where they belong, how they sign in, who their parents are."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.establishments.models import Group, Person

YES, NO = "yes", "no"


def _text(label: Any, length: int, help_text: Any = "", **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=False, **kwargs)


class Describe(forms.Form):
    """Who somebody is."""

    given_name = forms.CharField(
        label=_("First name"), max_length=80, error_messages={"required": _("Enter the first name")}
    )
    family_name = _text(_("Last name"), 80)
    known_as = _text(_("Known as"), 80, _("Where it is not the first name"))
    reference = _text(_("Reference"), 40, _("How your own records number this person"))
    organisation = _text(_("For whom do they work?"), 120)
    login = _text(_("Login on the network"), 150, _("Requests are recorded under it. An earlier one stays theirs."))
    email = forms.EmailField(label=_("Email address"), required=False)
    phone = _text(_("Telephone number"), 30, widget=forms.TextInput({"type": "tel"}, width=20))
    born_on = forms.DateField(label=_("Date of birth"), required=False, in_past=True)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != Person.Kind.PARTNER:
            del self.fields["organisation"]
        if kind != Person.Kind.LEARNER:
            del self.fields["born_on"]


class Kind(forms.Form):
    """Whom to add."""

    kind = forms.ChoiceField(
        label=_("Whom do you want to add?"),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": _("Select whom you want to add")},
    )

    def __init__(self, *args: Any, learner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {Person.Kind.LEARNER: learner, Person.Kind.STAFF: _("A member of staff")}
        names |= {
            Person.Kind.PARTNER: _("Somebody of a partner or an employer"),
            Person.Kind.PARENT: _("A parent or carer"),
        }
        self.fields["kind"].choices = [(kind.value, names[kind]) for kind in Person.Kind]


class Place(forms.Form):
    """Which year and classes."""

    year = forms.ChoiceField(label=_("Which year?"), choices=[], required=False)
    classes = forms.MultipleChoiceField(
        label=_("Which classes?"), choices=[], required=False, widget=forms.Checkboxes(small=True)
    )
    on = forms.DateField(label=_("From which day?"), error_messages={"required": _("Enter the day")})

    def __init__(self, *args: Any, years: list[tuple[str, str]], classes: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in classes}
        self.fields["year"].choices = [("", _("As it is")), *years]
        self.fields["classes"].choices = [(pk, group.name) for pk, group in self.groups.items()]
        if not years:
            del self.fields["year"]
            self.fields["classes"].label = _("Which classes do they teach?")
        if not classes:
            del self.fields["classes"]

    def chosen(self) -> dict[str, Any]:
        """As `operations.place_person` takes it."""
        given = self.cleaned_data
        year = given.get("year") or ""
        return {
            "year": int(year) if year else None,
            "classes": [self.groups[pk] for pk in given.get("classes") or ()],
            "on": given["on"],
        }


class Invite(forms.Form):
    """With which login somebody signs in to Tutela."""

    login = forms.CharField(
        label=_("With which login do they sign in?"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off"}, width=20),
        error_messages={"required": _("Enter a login")},
    )
    email = forms.EmailField(label=_("Email address"), help_text=_("Notices go there."), required=False)


class Parent(forms.Form):
    """What is known of a parent or carer of a child, and from where."""

    has_responsibility = forms.ChoiceField(
        label=_("Do they have parental responsibility?"),
        help_text=_("In law. Not every parent has it, and some who are no parent do."),
        choices=[(YES, _("Yes")), (NO, _("No, or not known"))],
        widget=forms.Radios,
        error_messages={"required": _("Select whether they have parental responsibility")},
    )
    no_contact = forms.ChoiceField(
        label=_("May they be contacted about the child?"),
        choices=[(NO, _("Yes")), (YES, _("No: they must be told nothing"))],
        widget=forms.Radios(hints={YES: _("For example by order of a court")}),
        error_messages={"required": _("Select whether they may be contacted")},
    )
    source = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For example: admission form, or court order of 3 March 2026"),
        max_length=120,
        error_messages={"required": _("Enter how you know")},
    )

    def chosen(self) -> dict[str, Any]:
        """As `operations.note_parent` takes it."""
        given = self.cleaned_data
        flags = {name: given[name] == YES for name in ("has_responsibility", "no_contact")}
        return {**flags, "source": given["source"]}
