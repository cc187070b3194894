"""Alerts in words: what a rule says of itself, what is known of who it was; themes are called as in concerns."""

from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.detection import ruleset
from tutela.detection.rule import Rule
from tutela.web.concerns import words

BASES = {
    "credential": gettext_lazy("They gave their network name and secret."),
    "device": gettext_lazy("The device is known to be theirs."),
    "import": gettext_lazy("An imported record names them."),
    "unknown": gettext_lazy("Nobody is known."),
}

SHOWN = (
    ("waiting", gettext_lazy("All that wait")),
    ("unread", gettext_lazy("Unread")),
    ("read", gettext_lazy("Read, not decided")),
    ("dismissed", gettext_lazy("Dismissed")),
    ("noted", gettext_lazy("Pastoral notes")),
    ("raised", gettext_lazy("Raised")),
)
"""What the inbox can show; reading an alert moves it to "Read, not decided", and only a decision moves it further."""
SEVERITIES = {
    1: gettext_lazy("1 Immediate"),
    2: gettext_lazy("2 High"),
    3: gettext_lazy("3 Medium"),
    4: gettext_lazy("4 Low"),
    5: gettext_lazy("5 For information"),
}
HELD_BY = {
    "me": gettext_lazy("With me"),
    "others": gettext_lazy("With a colleague"),
    "nobody": gettext_lazy("With nobody yet"),
}
ORIGINS = {"live": gettext_lazy("Seen as it happened"), "imported": gettext_lazy("Found later in records")}

DECIDED = {
    "accepted": gettext_lazy("Accepted"),
    "refused": gettext_lazy("Refused"),
    "ended": gettext_lazy("Taken back"),
}
"""What was decided about a proposal."""


@lru_cache(maxsize=1)
def _rules() -> dict[str, Rule]:
    """The rules of this version of the software; they do not change while it runs."""
    return ruleset.list_rules()


def rule_of(key: str) -> Rule | None:
    """A rule as the library tells it; None for one that it no longer has."""
    return _rules().get(key)


def what_matched(key: str) -> str:
    """What happened, in the rule's own words: never what it says about a person."""
    rule = rule_of(key)
    return rule.safeguarding.words.strip() if rule else _("A rule matched that is no longer in the library.")


def title_of(key: str) -> str:
    """What a rule is called."""
    rule = rule_of(key)
    return rule.title if rule else key


def runbook_of(key: str) -> list[str]:
    """The steps of a rule's runbook, without their numbers."""
    rule = rule_of(key)
    lines = rule.safeguarding.runbook.strip().splitlines() if rule else []
    return [line.lstrip("0123456789").removeprefix(".").strip() for line in lines if line.strip()]


def examples_of(key: str) -> tuple[str, ...]:
    """Searches that a rule must find, as the library has them."""
    rule = rule_of(key)
    return tuple(one for one in rule.safeguarding.examples.positive if isinstance(one, str)) if rule else ()


def theme_title(theme: str) -> str:
    """A theme as people read it."""
    return str(words.theme(theme))


def four_c_title(four_c: str) -> str:
    """One of the four Cs as people read it."""
    return str(words.FOUR_CS.get(four_c, four_c))


def basis_words(basis: str) -> str:
    """How it is known who it was."""
    return str(BASES.get(basis) or _("How they are known was not recorded."))


def who_it_was(name: str, device: str) -> str:
    """A name, or what is known instead; nobody is ever guessed."""
    if name:
        return name
    return _("Unknown person on %(device)s") % {"device": device} if device else _("Unknown person")
