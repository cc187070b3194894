"""What is asked when an empty school is set up."""

from collections.abc import Mapping
from typing import Any

from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tutela.web.accounts.queries import get_user
from tutela.web.core import forms
from tutela.web.establishments.models import Establishment, Person
from tutela.web.establishments.opening import FirstPerson

CONTACT_HINT = _("Every page names this person as the one to talk to, and so does every page that says “blocked”.")


class School(forms.Form):
    """What the school is."""

    name = forms.CharField(
        label=_("Name of the school"),
        max_length=120,
        error_messages={"required": _("Enter the name of the school")},
    )
    sector = forms.ChoiceField(
        label=_("What is it?"),
        choices=Establishment.Sector.choices,
        initial=Establishment.Sector.SCHOOL,
        widget=forms.Radios,
        error_messages={"required": _("Select what it is")},
    )
    phase = forms.ChoiceField(
        label=_("Whom does it teach?"),
        choices=Establishment.Phase.choices,
        widget=forms.Radios,
        error_messages={"required": _("Select whom it teaches")},
    )


class FirstPersonForm(forms.Form):
    """One of the first people who answer for safeguarding."""

    given_name = forms.CharField(label=_("Given name"), max_length=80, widget=forms.TextInput(width=20))
    family_name = forms.CharField(label=_("Family name"), max_length=80, widget=forms.TextInput(width=20))
    login = forms.CharField(
        label=_("Login"),
        help_text=_("What they type to sign in. If your network has logins, use the same."),
        max_length=150,
        validators=[RegexValidator(r"^\w[\w.@-]*\Z", _("Use letters, digits, dots and dashes only"))],
        widget=forms.TextInput({"spellcheck": "false", "autocapitalize": "none"}, width=20),
    )
    email = forms.EmailField(
        label=_("Email address"), help_text=_("Messages say only that something waits, never what or about whom.")
    )
    phone = forms.CharField(
        label=_("Telephone number"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}, width=20)
    )

    def __init__(self, *args: Any, whose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = {
            "given_name": _("Enter the given name of %(whose)s"),
            "family_name": _("Enter the family name of %(whose)s"),
            "login": _("Enter a login for %(whose)s"),
            "email": _("Enter the email address of %(whose)s"),
        }
        for name, words in missing.items():
            self.fields[name].error_messages["required"] = words % {"whose": whose}

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"]
        if get_user(login):
            raise forms.ValidationError(_("Somebody has this login already. Choose another"))
        return login


class Contact(forms.Form):
    """Which of them is the one to talk to."""

    contact = forms.ChoiceField(
        label=_("Who is the named contact?"),
        help_text=CONTACT_HINT,
        choices=[("dsl", _("The lead")), ("deputy-dsl", _("The deputy")), ("head", _("The head"))],
        initial="dsl",
        widget=forms.Radios,
        error_messages={"required": _("Select who the named contact is")},
    )


class SetUp:
    """The school, the lead, and if there are any a deputy and the head; then which of them is the named contact."""

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        self.school = School(data)
        self.lead = FirstPersonForm(data, prefix="dsl", whose=_("the lead"))
        self.deputy = FirstPersonForm(data, prefix="deputy-dsl", empty_permitted=True, whose=_("the deputy"))
        self.head = FirstPersonForm(data, prefix="head", empty_permitted=True, whose=_("the head"))
        self.contact = Contact(data)
        self.parts: tuple[forms.Form, ...] = (self.school, self.lead, self.deputy, self.head, self.contact)

    @cached_property
    def errors(self) -> bool:
        """Whether anything is wrong with what was given; each part says what."""
        if not self.school.is_bound:
            return False
        for part in self.parts:
            part.full_clean()
        people = [form for form in (self.lead, self.deputy, self.head) if form.has_changed()]
        logins: set[str] = set()
        for form in people:
            login = form.cleaned_data.get("login", "").casefold()
            if login and login in logins:
                form.add_error("login", _("Each person has a login of their own"))
            logins.add(login)
        if self.contact.cleaned_data.get("contact", "dsl") not in {"dsl", *(form.prefix for form in people)}:
            self.contact.add_error("contact", _("Fill in the person you chose, or choose another"))
        return any(part.errors for part in self.parts)

    def given(self) -> dict[str, Any]:
        """What `opening.set_up` takes."""
        people = [
            FirstPerson(role=str(form.prefix), **form.cleaned_data)
            for form in (self.lead, self.deputy, self.head)
            if form.has_changed()
        ]
        return {**self.school.cleaned_data, **self.contact.cleaned_data, "people": people}


class NameContact(forms.Form):
    """Which of the people who answer for safeguarding is the one to talk to."""

    person = forms.ChoiceField(
        label=_("Who is the named contact?"),
        help_text=CONTACT_HINT,
        choices=[],
        widget=forms.Radios,
        error_messages={"required": _("Select who the named contact is")},
    )

    def __init__(self, *args: Any, holders: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = {str(holder.pk): holder for holder in holders}
        self.fields["person"].choices = [(pk, holder.full_name) for pk, holder in self.holders.items()]

    def chosen(self) -> Person:
        """The person who was chosen."""
        return self.holders[self.cleaned_data["person"]]
