"""What everything in a concern is called on screen. The keys are those of `rules`; the words are for people."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tutela.web.concerns import rules

Label = Any


@dataclass(frozen=True, slots=True)
class Theme:
    """A kind of worry in plain words, with the one of the four Cs that it belongs to."""

    label: Label
    four_c: str
    hint: Label = ""


THEMES: dict[str, Theme] = {
    "bullying": Theme(_("Bullying, threats or unkind messages"), "conduct"),
    "suicide-self-harm": Theme(_("Self-harm, suicide or an eating disorder"), "content"),
    "sexual-images": Theme(
        _("Nude or sexual pictures"),
        "conduct",
        _("Do not look at, copy or send a picture. Say what you know."),
    ),
    "grooming-and-abuse": Theme(_("Contact from someone who may mean harm"), "contact"),
    "sexual-content": Theme(_("Seeing pornography or violence"), "content"),
    "violence-and-extremism": Theme(_("Hatred, extremism or weapons"), "content"),
    "money-and-scams": Theme(_("Gambling, scams or pressure about money"), "commerce"),
    "privacy-and-security": Theme(_("Accounts, passwords or private details"), "conduct"),
    "home-and-care": Theme(_("Home, neglect, or being hurt"), "contact"),
    "not-sure": Theme(_("I am not sure, or something else"), rules.UNSURE),
}

# what comes from an alert alone, so nobody chooses it on a form; everything that names a theme asks `theme`
ALERT_THEMES: dict[str, Label] = {
    "circumvention": _("Getting round the filter"),
    "repeated-blocks": _("Many blocked requests in a short time"),
    "drugs": _("Alcohol, smoking or drugs"),
    "out-of-hours": _("A device in use late at night"),
    "worry-about-another": _("Worry about a friend or relative"),
}

FOUR_CS: dict[str, Label] = {
    "content": _("Content"),
    "contact": _("Contact"),
    "conduct": _("Conduct"),
    "commerce": _("Commerce"),
    "unsure": _("Not yet known"),
}
FOUR_C_HINTS: dict[str, Label] = {
    "content": _("what they saw or searched for"),
    "contact": _("what somebody else did to them"),
    "conduct": _("what they did themselves"),
    "commerce": _("money, advertising, scams"),
}
ROLES: dict[str, Label] = {
    "harmed": _("May have been harmed"),
    "alleged": _("May have caused harm"),
    "affected": _("Has no part in it, but their data or account may be touched"),
    "bystander": _("Saw or heard it"),
    "reporter": _("Told somebody about it"),
}
PLACES: dict[str, Label] = {"online": _("Online"), "offline": _("In person"), "both": _("Online and in person")}
ROUTES: dict[str, Label] = {
    "dsl": _("The safeguarding team"),
    "head": _("The head"),
    "chair": _("The chair of governors"),
    "authority": _("The local authority"),
}
WHOEVER_WROTE = _("Whoever wrote this")
"""Who told of themselves without a name."""
ORIGINS: dict[str, Label] = {
    "staff": _("Somebody who works here"),
    "partner": _("A partner’s staff"),
    "learner": _("A learner"),
    "parent": _("A parent or carer"),
    "visitor": _("A visitor"),
    "anonymous": _("Somebody, without signing in"),
    "alert": _("An alert"),
}
WITHOUT_ACCOUNT: dict[str, Label] = {
    "learner": _("A learner, without signing in"),
    "parent": _("A parent or carer, without signing in"),
    "visitor": _("A visitor, without signing in"),
    "anonymous": _("Somebody, without signing in"),
}
NOTE_WITH_ALERT = _("Note with the alert")
NOTES: dict[str, Label] = {"partner": _("What they have done about it")}
NOTES |= dict.fromkeys(rules.OUTSIDE_ORIGINS, _("What else they wrote"))
STATUSES: dict[str, Label] = {"waiting": _("Waiting"), "in-case": _("In a case"), "closed": _("Closed")}
STATUS_COLOURS = {"waiting": "yellow", "in-case": "", "closed": "grey"}
OWN_STATUSES: dict[str, Label] = {
    "received": _("Received"),
    "looked-at": _("Being looked at"),
    "finished": _("Finished"),
}
OWN_STATUS_COLOURS = {"received": "yellow", "looked-at": "", "finished": "green"}
OWN_STATUS_HINTS: dict[str, Label] = {
    "received": _("It is safe and waits to be read."),
    "looked-at": _("Somebody has read it and is deciding or acting on it."),
    "finished": _("It was dealt with. What was done stays private."),
}
CLOSE_REASONS: dict[str, Label] = {
    "pastoral": _("Dealt with by pastoral care"),
    "no-concern": _("Looked into: nothing to worry about"),
    "known": _("Already known and being dealt with"),
    "passed-on": _("Passed on to another school or service"),
}
OUTCOMES: dict[str, Label] = {
    "supported": _("Resolved with support from us"),
    "early-help": _("Early help"),
    "social-care": _("Children’s or adult social care took over"),
    "police": _("Police took over"),
    "other-agency": _("Another service took over"),
    "no-action": _("No further action needed"),
}
SUPPORT: dict[str, Label] = {
    "given": _("Support was given"),
    "offered": _("Support was offered and not wanted"),
    "not-needed": _("No support is needed"),
}
WRITTEN_KINDS: dict[str, Label] = {
    "note": _("A note"),
    "contact": _("A conversation or contact"),
    "decision": _("A decision"),
    "well-done": _("Something that somebody did well"),
}
CASE_ENTRIES: dict[str, Label] = {
    "note": _("Note"),
    "contact": _("Contact"),
    "decision": _("Decision"),
    "referral": _("Referral"),
    "advice": _("Advice from outside"),
    "shared": _("Sharing of information"),
    "opened": _("Case opened"),
    "concern-added": _("Concern added"),
    "reopened": _("Case opened again"),
    "person-added": _("Person added"),
    "action-set": _("Action set"),
    "action-done": _("Action done"),
    "correction": _("Correction"),
    "outcome": _("Case closed"),
    "well-done": _("Something done well"),
    "playbook-chosen": _("What kind of matter it is"),
    "playbook-dropped": _("Not that kind of matter"),
    "step-done": _("Step done"),
    "step-skipped": _("Step left out"),
    "agency-set": _("Judged whether it was of their own accord"),
    "sanction-set": _("Sanction"),
    "check-answered": _("Looked at again after closing"),
    "case-linked": _("Linked with another case"),
    "colleague-asked": _("A colleague was asked"),
    "colleague-said": _("The colleague answered"),
    "body-marked": _("Described on the body map"),
    "glass-broken": _("Opened in an emergency"),
    "glass-reviewed": _("Emergency opening reviewed"),
    "put-right": _("A person linked by mistake was put right"),
    "concern-moved": _("A concern was moved and is no longer part of this case"),
}

AGENCIES: dict[str, Label] = {
    "unclear": _("Unclear"),
    "coerced": _("No, they were made to"),
    "own-accord": _("Yes, of their own accord"),
}
AGENCY_HINTS: dict[str, Label] = {
    "unclear": _("More has to be known"),
    "coerced": _("Forced, threatened, dared, paid or tricked"),
}
PERSON_KINDS: dict[str, Label] = {
    "staff": _("An adult who works here"),
    "outside": _("An adult from outside"),
    "unknown": _("Not known"),
}
ASKED_FOR: dict[str, Label] = {
    "technical": _("What the technology can tell or do"),
    "watch": _("To keep an eye on somebody"),
    "other": _("Something else"),
}
SIDES: dict[str, Label] = {"left": _("Left"), "right": _("Right")}
VIEWS: dict[str, Label] = {"front": _("From the front"), "back": _("From behind")}
WHO: dict[str, Label] = {
    "whoever": _("Whoever is there first"),
    "pastoral": _("Tutor or pastoral care"),
}
ACKNOWLEDGED, ADDITION = _("The reporter was told that it was read"), _("The reporter added")
DESCRIBED = _("Where and how it happened was noted")
TAKEN_IN, SHUT = _("Became part of a case"), _("Closed without a case")
PUT_RIGHT = _("A person linked by mistake was put right")
MASKED = _("Somebody linked by mistake")
SEALED = _("A name that opens with your key")
"""In the place of a name that no longer stands in a case."""
FOUND_IN: dict[str, Label] = {
    "told": _("What was reported"),
    "step": _("What became of it"),
    "entry": _("Chronology"),
    "action": _("Action"),
    "name": _("Name"),
}
"""Where a search found what it looked for."""
EVENT_SEARCH, EVENT_REQUEST, EVENT_BLOCKED = _("Search"), _("Page asked for"), _("blocked")


def theme(key: str) -> Label:
    """The words of a theme; one that is not known here is shown by its key, in plain letters."""
    if key in THEMES:
        return THEMES[key].label
    return ALERT_THEMES.get(key) or key.replace("-", " ").capitalize()


def times(title: str, number: int) -> str:
    """What was seen, and how often."""
    return _t("%(title)s, %(number)d times") % {"title": title, "number": number}


def masked(title: Label) -> str:
    """An entry of which the words are masked."""
    return _t("%(title)s, of somebody linked by mistake") % {"title": title}


def choices(labels: dict[str, Label]) -> list[tuple[str, Label]]:
    """Labels as a form field asks for them."""
    return list(labels.items())
