"""What everything here is called on screen, in the chronology and in packs. The keys are those of `rules`."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

Label = Any

STATUSES: dict[str, Label] = {
    "unsent": _("Not sent yet"),
    "unheard": _("Sent, no receipt yet"),
    "unanswered": _("Received, no outcome yet"),
    "ended": _("Finished"),
    "not-referred": _("Decided not to refer"),
}
STATUS_COLOURS = {"unsent": "yellow", "unheard": "", "unanswered": "", "ended": "grey", "not-referred": "grey"}
STEPS: dict[str, Label] = {
    "sent": _("Sent"),
    "chased": _("Asked again"),
    "acknowledged": _("They acknowledged it"),
    "outcome": _("Outcome"),
    "withdrawn": _("Withdrawn"),
}
STEP_TITLES: dict[str, Label] = {
    "sent": _("Note that it was sent"),
    "chased": _("Note that you asked again"),
    "acknowledged": _("Note that they acknowledged it"),
    "outcome": _("Note the outcome"),
    "withdrawn": _("Withdraw the referral"),
}
OUTCOMES: dict[str, Label] = {
    "taken-on": _("They took it on"),
    "joined": _("It was known to them and added to what they do"),
    "support": _("Support was agreed instead, such as early help"),
    "advice": _("They gave advice and do nothing further"),
    "elsewhere": _("They passed it to another body"),
    "declined": _("They declined it"),
}
CONSENTS: dict[str, Label] = {
    "given": _("Yes, they agree"),
    "refused": _("They were asked and do not agree"),
    "not-asked": _("They were not asked"),
    "not-needed": _("This body needs no consent"),
}
TOLD: dict[str, Label] = {
    "yes": _("Yes, before it is sent"),
    "not-yet": _("Not yet: as soon as it is safe"),
    "no": _("No"),
}
WAYS: dict[str, Label] = {
    "telephone": _("By telephone"),
    "their-form": _("On their own form or website"),
    "secure-mail": _("By secure mail"),
    "by-hand": _("By hand"),
}
DISCLOSURE_STATUSES: dict[str, Label] = {
    "asked": _("Waits for a second person"),
    "allowed": _("Allowed"),
    "refused": _("Refused"),
    "handed-over": _("Handed over"),
    "dropped": _("Dropped"),
}
DISCLOSURE_COLOURS = {"asked": "yellow", "allowed": "", "refused": "red", "handed-over": "green", "dropped": "grey"}
FORMS: dict[str, Label] = {
    "pack-pdf": _("Referral pack, PDF"),
    "pack-word": _("Referral pack, Word"),
    "case-zip": _("The whole case with its proofs, ZIP"),
    "chronology-pdf": _("Chronology, PDF"),
    "chronology-cut": _("Chronology with parts taken out, PDF"),
}
GIVES: dict[str, Label] = {
    "worries": _("What was reported"),
    "chronology": _("The chronology"),
    "done": _("What was done so far"),
}


def choices(labels: dict[str, Label]) -> list[tuple[str, Label]]:
    """Labels as a form field asks for them."""
    return list(labels.items())


def of_decision(title: str, *, to: str, is_referred: bool, why: str, consent: str, told: str, why_not: str) -> str:
    """What the chronology says of the decision whether to refer."""
    if not is_referred:
        return _t("Decided not to refer to %(title)s.\nWhy: %(why)s") % {"title": title, "why": why}
    body = f"{title} ({to})" if to else title
    lines = [
        _t("Decided to refer to %(body)s.") % {"body": body},
        _t("Why: %(why)s") % {"why": why},
        _t("Do they agree? %(consent)s.") % {"consent": CONSENTS[consent]},
        _t("Is the family told? %(told)s.") % {"told": TOLD[told]},
    ]
    return "\n".join([*lines, *([why_not] if why_not else [])])


def of_step(title: str, kind: str, *, way: str, outcome: str, reference: str, text: str) -> str:
    """What the chronology says of a step of a referral."""
    first = f"{title}: {STEPS[kind]}"
    lines = [f"{first}, {str(WAYS[way]).lower()}." if way else f"{first}."]
    lines += [f"{OUTCOMES[outcome]}."] if outcome else []
    lines += [_t("Their reference: %(reference)s") % {"reference": reference}] if reference else []
    return "\n".join([*lines, *([text] if text else [])])
