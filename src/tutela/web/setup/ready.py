"""Your school is ready: what runs here, and what to do next, with links that exist."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core.actor import Actor
from tutela.web.core.mail_health import FAILING, NOT_SET_UP, WELL, get_mail_health
from tutela.web.establishments import queries as establishments
from tutela.web.filters import queries as filters
from tutela.web.setup import mail
from tutela.web.setup.models import SetUp

MAIL_STATES = {
    WELL: (gettext_lazy("Working"), "green"),
    FAILING: (gettext_lazy("Failing"), "red"),
    NOT_SET_UP: (gettext_lazy("Not set up"), "yellow"),
}


@dataclass(frozen=True, slots=True)
class Running:
    """One thing that runs or does not, in words."""

    name: str
    state: str
    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next, where, and how; without a `url` it is not done on a page."""

    name: str
    url: str
    words: str


def is_ready(establishment: Any, *, at: datetime) -> bool:
    """Whether somebody answers for safeguarding here and everybody can see who."""
    return establishments.get_named_contact(establishment, at=at) is not None


def list_running(establishment: Any, *, at: datetime) -> list[Running]:
    """Who filters, whether monitoring may go on, and whom people ask."""
    found = []
    if establishment.filtering_by == establishment.FilteringBy.PROVIDER:
        provider = establishment.provider_name
        words = _(
            "%(provider)s filters. Its records come in when you import them. If a gateway of Tutela is running here, "
            "it runs on until Tutela is started again; then it is left out."
        ) % {"provider": provider}
        found.append(Running(_("Filtering"), _("By a provider"), "grey", words))
    else:
        health = filters.health(establishment)
        state, colour = (_("Working"), "green") if health.is_well else (_("Needs a look"), "yellow")
        found.append(Running(_("Filtering"), state, colour, health.words))
    signed = establishments.get_monitoring_sign_off(establishment, at)
    if signed:
        words = _("%(name)s signed that it may begin.") % {"name": signed.person.full_name}
        found.append(Running(_("Monitoring"), _("On"), "green", words))
    elif asked := establishments.get_asked_to_sign(establishment):
        words = _("%(name)s is asked to sign, and has not yet. No alert is made and no request recorded.")
        found.append(Running(_("Monitoring"), _("Waiting"), "yellow", words % {"name": asked.person.full_name}))
    else:
        words = _("Nobody has signed that it may begin. No alert is made and no request recorded.")
        found.append(Running(_("Monitoring"), _("Off"), "red", words))
    health = get_mail_health(settings.TUTELA, at)
    state, colour = MAIL_STATES[health.standing]
    found.append(Running(_("Mail"), str(state), colour, mail.describe(health)))
    contact = establishments.get_named_contact(establishment, at=at)
    if contact:
        words = _("%(name)s is named on every page.") % {"name": contact.name}
        found.append(Running(_("Named contact"), _("Named"), "green", words))
    return found


def list_next_steps(actor: Actor, establishment: Any, set_up: SetUp | None, *, at: datetime) -> list[Step]:
    """What to do next, in the order in which it helps."""
    steps = []
    if establishments.get_set_up_person(establishment, at=at):
        words = _("The account “Set-up” belongs to nobody. Name a person; they get their own, and this one ends.")
        steps.append(_step(_("Say who looks after the computers"), words, "setup:it"))
    if not establishments.is_monitoring_signed_off(establishment, at):
        words = _("Ask whoever answers for data protection. Until then nothing is monitored.")
        steps.append(_step(_("Have monitoring signed"), words, "setup:monitoring"))
    if not get_mail_health(settings.TUTELA, at).is_well:
        words = _("Until then nobody is told of an alert or a concern by mail.")
        steps.append(_step(_("Let it send mail"), words, "setup:mail"))
    words = _("Learners, staff, parents and groups, from a spreadsheet. You see what would change before it does.")
    steps.append(_step(_("Bring in your people"), words, "establishments:imports"))
    if establishment.filtering_by == establishment.FilteringBy.TUTELA:
        steps.append(_lists(set_up))
        words = _("The guide “Point devices at the gateway” says how, for each kind of device.")
        steps.append(Step(_("Send devices through the gateway"), "", words))
        words = _("Until then everybody is filtered as the youngest, and an alert cannot say whom it is about.")
        steps.append(_step(_("Let the network know who is asking"), words, "filters:who"))
        words = _("Alerts can come from what another filter recorded, too.")
    else:
        words = _("Alerts come from it within minutes.")
    steps.append(_step(_("Import yesterday’s log of another filter"), words, "records:logs"))
    words = _("Sign in as the lead and look at the alerts. Decide about the first one together.")
    steps.append(Step(_("Look at the first alert"), "", words))
    words = _("How much memory and disc this machine gives to each part.")
    steps.append(_step(_("See what each part needs"), words, "setup:parts"))
    return steps


def _lists(set_up: SetUp | None) -> Step:
    wanted = set_up.wanted_list if set_up else ""
    words = _("The list that comes with Tutela is a beginning. Published lists name millions of sites.")
    if wanted:
        words = _("%(place)s is being fetched. It waits there for somebody to look at it.") % {"place": wanted}
    return _step(_("Look at your list of sites") if wanted else _("Add a list of sites"), words, "filters:lists")


def _step(name: str, words: str, page: str) -> Step:
    return Step(name, reverse(page), words)
