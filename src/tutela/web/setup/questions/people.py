"""Who answers for safeguarding: the lead, who stands in, and who looks at what is about the lead."""

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from tutela.web.accounts.queries import get_user
from tutela.web.core import forms
from tutela.web.setup.answers import CHAIR, HEAD, LEAD
from tutela.web.setup.questions.base import Page, radios

NEEDED = {
    "given_name": _("given name"),
    "family_name": _("family name"),
    "login": _("login"),
    "email": _("email address"),
}
EACH = (*NEEDED, "phone")


def _name(label: Any, *, required: bool = True) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off"}, width=20)
    return forms.CharField(label=label, max_length=80, widget=widget, required=required)


def _login(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("Login"),
        help_text=_("What they type to sign in. If your network has logins, use the same."),
        max_length=150,
        validators=[RegexValidator(r"^\w[\w.@-]*\Z", _("Use letters, digits, dots and dashes only"))],
        widget=forms.TextInput({"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}, width=20),
        required=required,
    )


def _email(*, required: bool = True) -> forms.EmailField:
    words = _("Messages say only that something waits, never what or about whom.")
    return forms.EmailField(label=_("Email address"), help_text=words, max_length=254, required=required)


def _phone() -> forms.CharField:
    widget = forms.TextInput({"type": "tel", "autocomplete": "off"}, width=20)
    return forms.CharField(label=_("Telephone number"), max_length=30, required=False, widget=widget)


class People(Page):
    """What both pages check."""

    def need(self, prefix: str, whose: str) -> None:
        """Say whose it is that is missing."""
        for name, what in NEEDED.items():
            message = _("Enter the %(what)s of %(whose)s") % {"what": what, "whose": whose}
            self.fields[f"{prefix}{name}"].error_messages["required"] = message

    def describe(self, prefix: str) -> str:
        """A person in one line; empty for nobody."""
        one = {name: self.cleaned_data.get(f"{prefix}{name}", "") for name in EACH}
        if not one["login"]:
            return ""
        ways = ", ".join(filter(None, (one["email"], one["phone"])))
        return str(_("%(name)s, login %(login)s, %(ways)s")) % {
            "name": f"{one['given_name']} {one['family_name']}",
            "login": one["login"],
            "ways": ways,
        }

    def check_login(self, name: str) -> None:
        """A login belongs to one person among the accounts there are."""
        login = self.cleaned_data.get(name, "")
        if login and get_user(login):
            self.add_error(name, _("Somebody has this login already. Choose another"))


class Lead(People):
    """The first DSL."""

    given_name = _name(_("Given name"))
    family_name = _name(_("Family name"))
    login = _login()
    email = _email()
    phone = _phone()

    def prepare(self) -> None:
        role = self.answers.words.dsl
        self.title = _("Who is the %(role)s?") % {"role": role}
        self.intro = _("They look at alerts and concerns. At the end you get a link for them to sign in with.")
        self.need("", f"the {role}")

    def check(self, given: dict[str, Any]) -> None:  # noqa: ARG002  the login stands in cleaned_data
        self.check_login("login")

    def shown(self) -> list[tuple[str, str]]:
        role = self.answers.words.role(LEAD)
        return [(role, self.describe(""))]


class Others(People):
    """The deputy, and who looks at what is about the lead: the head, or the chair where the lead is the head."""

    deputy_given_name = _name(_("Given name"), required=False)
    deputy_family_name = _name(_("Family name"), required=False)
    deputy_login = _login(required=False)
    deputy_email = _email(required=False)
    deputy_phone = _phone()
    reviewer = radios("", error=_("Select who it goes to"), choices=[])
    reviewer_given_name = _name(_("Given name"))
    reviewer_family_name = _name(_("Family name"))
    reviewer_login = _login()
    reviewer_email = _email()
    reviewer_phone = _phone()

    def prepare(self) -> None:
        words = {"lead": self.answers.lead, "head": self.answers.words.head, "chair": self.answers.words.chair}
        self.title = _("Who acts when %(lead)s cannot?") % words
        self.fields["reviewer"].label = _("Who is that?")
        self.fields["reviewer"].choices = [
            (HEAD, _("The %(head)s") % words),
            (CHAIR, _("The %(chair)s, because %(lead)s is also the %(head)s") % words),
        ]
        away = _("The deputy stands in. Leave this empty if there is none yet: then nobody does.")
        about = _("An alert or a concern about %(lead)s is never shown to them. It goes to somebody else.") % words
        reviewer = ("reviewer", *(f"reviewer_{name}" for name in EACH))
        self.sections = (
            (_("When %(lead)s is away") % words, away, tuple(f"deputy_{name}" for name in EACH)),
            (_("When it is about %(lead)s") % words, about, reviewer),
        )
        self.need("reviewer_", _("the person it goes to"))

    def check(self, given: dict[str, Any]) -> None:
        if any(given.get(f"deputy_{name}") for name in EACH):
            for name, what in NEEDED.items():
                if not given.get(f"deputy_{name}") and f"deputy_{name}" not in self.errors:
                    self.add_error(f"deputy_{name}", _("Enter the %(what)s of the deputy") % {"what": what})
        taken = {self.answers.get("lead", "login").casefold()}
        for name in ("deputy_login", "reviewer_login"):
            login = given.get(name, "").casefold()
            if login and login in taken:
                self.add_error(name, _("Each person has a login of their own"))
            taken.add(login)
            self.check_login(name)

    def shown(self) -> list[tuple[str, str]]:
        lead = {"lead": self.answers.lead}
        rows = [(str(_("When %(lead)s is away") % lead), self.describe("deputy_") or str(_("Nobody stands in")))]
        role = self.answers.words.role(self.cleaned_data.get("reviewer") or HEAD)
        return [*rows, (str(_("When it is about %(lead)s") % lead), f"{role}: {self.describe('reviewer_')}")]
