"""Who filters, how the filter begins, and who signed that monitoring may begin."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.web.core import forms
from tutela.web.setup.answers import CHAIR, DEPUTY, HEAD, LEAD
from tutela.web.setup.questions.base import Page, radios

NOBODY = "nobody"


class Filtering(Page):
    """Who filters, and how much of Tutela the school wants to see."""

    title = _("Who filters the internet?")
    filtering_by = radios(
        _("Who decides which pages open?"),
        error=_("Select who filters"),
        choices=[("tutela", _("Tutela")), ("provider", _("Our broadband or filtering provider"))],
        hints={
            "tutela": _("The gateway runs on a machine in your network, and devices go through it."),
            "provider": _(
                "No gateway runs here from the next start of Tutela on. You bring in the provider’s records, and "
                "alerts come from them."
            ),
        },
        reveals={"provider": "provider_name"},
    )
    provider_name = forms.CharField(label=_("Name of the provider"), max_length=120, required=False)
    preset = radios(
        _("How much do you want to see?"),
        error=_("Select how much you want to see"),
        choices=[("full", _("Everything")), ("small", _("Only what a small school needs"))],
        hints={"small": _("The menu is shorter at once, for a school whose provider filters. Nothing else changes.")},
        initial="full",
    )

    def check(self, given: dict[str, Any]) -> None:
        if given.get("filtering_by") != "provider":
            given["provider_name"] = ""
        elif not given.get("provider_name"):
            self.add_error("provider_name", _("Enter the name of the provider"))
        if given.get("filtering_by") == "tutela" and given.get("preset") == "small":
            self.add_error("preset", _("Select Everything: a school that filters itself needs the pages about it"))


class Fails(Page):
    """What happens while the filter cannot be proved, who decided it, and the first lists."""

    title = _("How does the filter begin?")
    kind = radios(
        _("What should happen while nobody can tell whether the filter works?"),
        error=_("Select what should happen"),
        choices=[
            ("closed-allowlist", _("Only help lines and the school’s own systems open")),
            ("open-with-alarm", _("Everything opens for at most four hours, with an alarm")),
        ],
        hints={
            "closed-allowlist": _("Safest. Lessons that need the web have to wait."),
            "open-with-alarm": _("Nothing is filtered meanwhile. Somebody has to watch over every screen."),
        },
    )
    decided_by = radios(
        _("Who decided this?"),
        help_text=_("Ask them. Their name is kept with the decision."),
        error=_("Select who decided this"),
        choices=[],
    )
    lists = radios(
        _("Which lists of sites does it begin with?"),
        error=_("Select which lists it begins with"),
        choices=[("starter", _("The one that comes with Tutela")), ("more", _("That one, and one of our own"))],
        hints={"starter": _("A few hundred well-known sites: enough to begin with, not enough to stay with.")},
        reveals={"more": "list_place"},
        initial="starter",
    )
    list_place = forms.CharField(
        label=_("Folder on this machine, or address that begins with https://"), max_length=500, required=False
    )

    def prepare(self) -> None:
        self.fields["decided_by"].choices = self.answers.choices(LEAD, DEPUTY, HEAD)

    def check(self, given: dict[str, Any]) -> None:
        if given.get("lists") != "more":
            given["list_place"] = ""
        elif not given.get("list_place", "").startswith(("/", "https://")):
            self.add_error("list_place", _("Enter a folder that begins with / or an address that begins with https://"))


class Monitoring(Page):
    """The data-protection decision: without it nobody is monitored. Whoever decides signs for themselves, later."""

    title = _("Who signs that monitoring may begin?")
    signed_by = radios(
        _("Whom shall we ask?"),
        help_text=_(
            "Whoever answers for data protection. They read the words above when they sign in, and sign or not; until "
            "then nobody is monitored."
        ),
        error=_("Select whom we shall ask, or nobody yet"),
        choices=[],
    )
    role_words = forms.CharField(
        label=_("In what role would they sign?"),
        help_text=_("For example headteacher, or data protection officer"),
        max_length=120,
        required=False,
        widget=forms.TextInput(width=30),
    )
    adviser = forms.CharField(
        label=_("Who advises them?"),
        help_text=_("For example your data protection officer, who may work for somebody else"),
        max_length=200,
        required=False,
    )
    note = forms.CharField(
        label=_("Where is your data protection impact assessment kept?"), max_length=500, required=False
    )

    def prepare(self) -> None:
        nobody = (NOBODY, _("Nobody yet: monitoring stays off until somebody signs"))
        heads = (LEAD,) if HEAD not in self.answers.people else ()  # the lead is the head as well
        self.fields["signed_by"].choices = [*self.answers.choices(HEAD, CHAIR, *heads), nobody]
        self.fields["signed_by"].widget.last_apart = True

    def check(self, given: dict[str, Any]) -> None:
        if given.get("signed_by", NOBODY) == NOBODY:
            given |= {"role_words": "", "note": "", "adviser": ""}
