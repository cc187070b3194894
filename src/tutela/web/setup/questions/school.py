"""What the school is, whom people there ask, and when somebody looks."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.setup.answers import DEPUTY, HEAD, LEAD
from tutela.web.setup.questions.base import Page, radios

NATIONS = [
    ("england", _("England")),
    ("wales", _("Wales")),
    ("scotland", _("Scotland")),
    ("northern-ireland", _("Northern Ireland")),
    ("other", _("Elsewhere")),
]
SECTORS = [
    ("school", _("School")),
    ("college", _("College")),
    ("training", _("Training provider")),
    ("university", _("University")),
]
PHASES = [
    ("primary", _("Primary")),
    ("secondary", _("Secondary")),
    ("all-through", _("All ages")),
    ("16-plus", _("16 to 19")),
    ("adult", _("Adults")),
]
DAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


class School(Page):
    """Nation, sector and phase choose the words on screen and where people are told to report."""

    title = _("What is your school?")
    intro = _("Your answers choose the words on every page and where people are told to report.")
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter the name")})
    nation = radios(_("Where is it?"), error=_("Select where it is"), choices=NATIONS)
    sector = radios(_("What kind is it?"), error=_("Select what kind it is"), choices=SECTORS)
    phase = radios(_("Whom does it teach?"), error=_("Select whom it teaches"), choices=PHASES)
    belongs = radios(
        _("Does it belong to a trust or a group?"),
        error=_("Select whether it belongs to a trust or a group"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        reveals={"yes": "trust"},
    )
    trust = forms.CharField(label=_("Name of the trust or group"), max_length=120, required=False)

    def check(self, given: dict[str, Any]) -> None:
        if given.get("belongs") != "yes":
            given["trust"] = ""
        elif not given.get("trust"):
            self.add_error("trust", _("Enter the name of the trust or group"))


class Contact(Page):
    """The named contact, and when somebody looks at alerts: local time, the end exclusive."""

    title = _("Whom do people ask, and when does somebody look?")
    contact = radios(
        _("Who is the named contact?"),
        help_text=_("Every page names this person as the one to talk to, and so does every blocked page."),
        error=_("Select who the named contact is"),
        choices=[],
        initial=LEAD,
    )
    days = forms.MultipleChoiceField(
        label=_("On which days does somebody look at alerts?"),
        help_text=_("An alert that nobody reads within these hours goes on to whoever stands in."),
        choices=DAYS,
        initial=["0", "1", "2", "3", "4"],
        widget=forms.Checkboxes(small=True),
        error_messages={"required": _("Select at least one day")},
    )
    opens = forms.TimeField(label=_("From what time?"), help_text=_("For example 8am"), initial=time(8))
    closes = forms.TimeField(label=_("Until what time?"), help_text=_("For example 5pm"), initial=time(17))

    def prepare(self) -> None:
        self.fields["contact"].choices = self.answers.choices(LEAD, DEPUTY, HEAD)

    def shown(self) -> list[tuple[str, str]]:
        contact, days, opens, closes = super().shown()
        return [contact, (str(_("When somebody looks")), f"{days[1]}, {opens[1]} – {closes[1]}")]

    def check(self, given: dict[str, Any]) -> None:
        opens, closes = given.get("opens"), given.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("The time it ends must be after the time it begins"))
