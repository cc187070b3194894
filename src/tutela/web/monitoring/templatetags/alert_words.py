"""Alerts in words: `{% load alert_words %}`."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tutela.web.core.templatetags.look import tag
from tutela.web.monitoring import rules, words
from tutela.web.monitoring.models import Alert

register = template.Library()

COLOURS = {rules.WAITING: "yellow", rules.DISMISSED: "grey", rules.NOTED: "teal", rules.RAISED: "purple"}


@register.filter
def what_matched(alert: Alert) -> str:
    """What happened, in the rule's words."""
    return words.what_matched(alert.rule)


@register.filter
def theme(alert: Alert) -> str:
    """The category of an alert."""
    return words.theme_title(alert.theme)


@register.filter
def four_c(alert: Alert) -> str:
    """Which of the four Cs it is."""
    return words.four_c_title(alert.four_c)


@register.filter
def basis(alert: Alert) -> str:
    """How it is known who it was."""
    return words.basis_words(alert.user_basis)


@register.filter
def runbook(alert: Alert) -> list[str]:
    """What to do, step by step."""
    return words.runbook_of(alert.rule)


@register.filter
def state_tag(alert: Alert) -> SafeString:
    """How it stands."""
    return tag(alert.get_state_display(), COLOURS.get(alert.state, ""))


@register.filter
def outcome_tag(is_blocked: bool) -> SafeString:
    """Whether a request was let through."""
    return tag(_("Blocked"), "red") if is_blocked else tag(_("Open"), "grey")
