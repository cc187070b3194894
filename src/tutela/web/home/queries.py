"""What waits for one person, most pressing first; each part is asked only where their permissions reach."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tutela.web.actions import queries as actions
from tutela.web.allegations import queries as allegations
from tutela.web.concerns import queries as concerns
from tutela.web.core.actor import Actor
from tutela.web.core.permissions import Permission
from tutela.web.filters import queries as filters
from tutela.web.monitoring import queries as monitoring
from tutela.web.retention import queries as retention


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of something wait, where they are, and whether somebody may come to harm if they wait longer."""

    count: int
    words: str
    url: str
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """Something this person often comes to do."""

    words: str
    url: str
    note: str


DOORS = (
    (
        Permission.CONCERN_REPORT,
        "Report a concern",
        "concerns:report",
        "About yourself or somebody else. It takes about a minute. Tell somebody in person as well.",
    ),
    (
        Permission.FILTER_CHANGE_REQUEST,
        "Report a website",
        "filters:report-site",
        "It is unsuitable and open, or useful and blocked.",
    ),
    (
        Permission.FILTER_HEALTH,
        "How the filter is doing",
        "filters:health",
        "When it last proved itself, and with which lists.",
    ),
    (
        Permission.REPORT_READ,
        "The half-term in figures",
        "reports:half-term",
        "Requests, alerts and concerns. Counts only.",
    ),
    (
        Permission.ESTABLISHMENT_MANAGE,
        "Setting up and what comes next",
        "setup:start",
        "What runs, and what to do next.",
    ),
    (
        Permission.DUTY_ASSIGN,
        "The seven steps",
        "responsibilities:journey",
        "From who answers for what to a policy that everybody has signed.",
    ),
    (
        Permission.MONITORING_SIGN_OFF,
        "Monitoring: signed or stopped",
        "setup:monitoring",
        "Whether it may go on, and who signed for data protection.",
    ),
    (
        Permission.CONTACT_NAME,
        "Whom to ask",
        "establishments:contacts",
        "The named contact of every page, and who was it before.",
    ),
    (
        Permission.REVIEW_COMMENT,
        "Reviews that you were invited to",
        "reviews:invitations",
        "What you may look at and comment on, and until when.",
    ),
    (
        Permission.INVITED_ANSWER,
        "What you are asked",
        "responsibilities:asked-of-us",
        "Questions to you, what you may read, and what became of what you said.",
    ),
    (
        Permission.RETENTION_CHOOSE,
        "How long records are kept",
        "monitoring:kept",
        "What is dropped after how many days, and who decided it.",
    ),
)
"""What people come to do: permission, words, address, note; in the order of weight."""


def list_waiting(
    actor: Actor, today: date, *, is_filtered_here: bool, agreements: int = 0, signs: bool = False
) -> list[Waiting]:
    """The figures at the top of the page; `today` is the local day. Nothing of a filter where a provider filters.

    agreements: how many wait for this person's own answer · signs: whether they are asked to sign for monitoring.
    """
    found: list[Waiting] = []
    if actor.may(Permission.ALERT_TRIAGE):
        urgent = monitoring.count_waiting(actor, severity=1)
        count = monitoring.count_waiting(actor)
        words = ngettext("alert to look at", "alerts to look at", count)
        found.append(Waiting(count, words, reverse("monitoring:inbox"), _danger(urgent, count), urgent=bool(urgent)))
    if actor.may(Permission.CONCERN_READ):
        count, late = concerns.count_open(actor), concerns.count_overdue_actions(actor, today)
        words = ngettext("concern to decide on", "concerns to decide on", count)
        found.append(Waiting(count, words, reverse("concerns:queue")))
        words = ngettext("action that is late", "actions that are late", late)
        found.append(Waiting(late, words, reverse("concerns:cases"), urgent=bool(late)))
        if second := retention.count_to_decide(actor):
            words = ngettext("record to keep or destroy", "records to keep or destroy", second)
            found.append(Waiting(second, words, reverse("retention:list"), _("You would be the second person")))
    # rare, and in words that tell nothing to whoever stands behind them
    if actor.may(Permission.ALLEGATION_READ) and (alone := allegations.count_open(actor)):
        words = ngettext("matter for you alone", "matters for you alone", alone)
        found.append(Waiting(alone, words, reverse("allegations:matters")))
    if is_filtered_here and actor.may(Permission.FILTER_READ):
        count = filters.count_waiting_changes(actor)
        words = ngettext("report about the filter", "reports about the filter", count)
        found.append(Waiting(count, words, reverse("filters:changes")))
        # rare, so it takes no room while there is none
        if lists := filters.count_waiting_lists(actor):
            words = ngettext("list of websites to look at", "lists of websites to look at", lists)
            found.append(Waiting(lists, words, reverse("filters:lists"), "Not in force until somebody has"))
    if signs:
        words = _("decision about monitoring")
        found.append(Waiting(1, words, reverse("setup:monitoring"), _("Nobody is monitored unless you sign")))
    if is_filtered_here and actor.may(Permission.FILTER_HEALTH) and filters.is_asked_about_fail_policy(actor):
        words = _("decision about the filter")
        found.append(Waiting(1, words, reverse("filters:health"), _("Noted in your name. Say whether it is yours")))
    if own := actions.count_mine(actor):
        words = ngettext("action that is yours", "actions that are yours", own)
        found.append(Waiting(own, words, reverse("actions:mine")))
    if agreements:
        words = ngettext("agreement to read", "agreements to read", agreements)
        found.append(Waiting(agreements, words, reverse("policies:agreements"), _("Everything goes on working")))
    return found


def _danger(urgent: int, count: int) -> str:
    """How many of these alerts are of severity 1, in words."""
    if not urgent:
        return ""
    if count == 1:
        return _("It may mean that somebody is in danger")
    return ngettext(
        "%d of them may mean that somebody is in danger", "%d of them may mean that somebody is in danger", urgent
    ) % (urgent)


def list_doors(actor: Actor, *, is_filtered_here: bool) -> list[Door]:
    """What this person most often comes for, in the order of weight; nothing of a filter where a provider filters."""
    left_out = set() if is_filtered_here else {Permission.FILTER_HEALTH, Permission.FILTER_CHANGE_REQUEST}
    return [
        Door(words, reverse(name), note)
        for needs, words, name, note in DOORS
        if actor.may(needs) and needs not in left_out
    ]
