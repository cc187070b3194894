"""The words of the vault's pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

REPORTED_AS: dict[str, Words] = {
    "harm": _("Somebody may have been harmed, or may be at risk from this adult"),
    "low-level": _("It does not feel right, or does not sit with how staff are to behave"),
    "outside": _("They were in contact outside the systems that we use for it"),
    "unsure": _("I am not sure"),
    "self": _("It is about me: I may have put myself in a position that could be misread"),
}
REPORTED_HINTS: dict[str, Words] = {
    "outside": _("A private account or number, a game, another app: also when nothing in it was wrong"),
}
REPORTED_SHORT: dict[str, Words] = {
    "harm": _("Possible harm"),
    "low-level": _("Does not feel right"),
    "outside": _("Contact outside our systems"),
    "unsure": _("Not sure"),
    "self": _("About themselves"),
}
DECISIONS: dict[str, Words] = {
    "": _("To be decided"),
    "harm": _("Harm threshold"),
    "low-level": _("Low-level concern"),
    "neither": _("Neither"),
}
DECISION_COLOURS = {"": "yellow", "harm": "red", "low-level": "blue", "neither": "grey"}
WRITTEN: dict[str, Words] = {
    "note": _("Note"),
    "contact": _("Conversation or message"),
    "told": _("Somebody was told"),
    "employment": _("Step in employment"),
}
WRITTEN_HINTS: dict[str, Words] = {
    "told": _("Who was told what, and who agreed to it: the adult, a family, a governor"),
    "employment": _("A fact: moved to other duties, suspended, came back, resigned, dismissed. Say who decided."),
}
ENTRIES: dict[str, Words] = {
    **WRITTEN,
    "reported": _("Reported"),
    "addition": _("Whoever reported it added"),
    "correction": _("Correction"),
    "identified": _("It is about"),
    "threshold": _("Decision on the threshold"),
    "officer": _("The designated officer was told"),
    "referral": _("A referral was made ready to send"),
    "not-referred": _("Decided not to refer"),
    "concern": _("A concern for a learner was reported"),
    "opened-to": _("Opened to"),
    "closed-to": _("No longer open to"),
    "handed": _("It came to somebody else, by the roles held now"),
    "outcome": _("Outcome"),
    "reopened": _("Opened again"),
}
STATUSES: dict[str, Words] = {
    "received": _("Received"),
    "looked-at": _("Being looked at"),
    "finished": _("Finished"),
}
STATUS_COLOURS = {"received": "blue", "looked-at": "yellow", "finished": "green"}
