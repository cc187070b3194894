"""Alerts in words: `{% load alert_words %}`."""

from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tutela.web.core.templatetags.look import severity, tag
from tutela.web.core.templatetags.when import school_days, school_days_between
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


@register.filter
def severity_tag(level: int) -> SafeString:
    """How serious it is; a list shows a few of them many times."""
    return _severity(level, get_language() or "")


@lru_cache(maxsize=64)
def _severity(level: int, language: str) -> SafeString:
    return severity(level)


@register.filter
def unread_tag(alert: Alert) -> SafeString | str:
    """That nobody has read it yet, and in red for how long once that is longer than a school day."""
    if alert.state != rules.WAITING or alert.unread_since is None:
        return ""
    since, today = timezone.localtime(alert.unread_since).date(), timezone.localdate()
    days = school_days_between(since, today)
    if days > rules.LATE_AFTER_SCHOOL_DAYS:
        return tag(_("Unread for %(days)s") % {"days": school_days(alert.unread_since)}, "red")
    return _unread(get_language() or "")


@lru_cache(maxsize=16)
def _unread(language: str) -> SafeString:
    return tag(_("Unread"))


@register.filter
def in_short(alert: Alert) -> str:
    """Its category, how often it matched, and who looks after it, in one line."""
    parts = [words.theme_title(alert.theme)]
    if alert.matches > 1:
        parts.append(_("%(n)d times") % {"n": alert.matches})
    if alert.holder:
        parts.append(_("with %(name)s") % {"name": alert.holder.full_name})
    return ", ".join(parts)


@register.filter
def tags(alert: Alert, worst: int) -> SafeString | str:
    """What stands out about it in a list under whose first line `worst` stands: severity, unread, imported."""
    found = [severity_tag(alert.severity)] if alert.severity != worst else []
    found += [unread_tag(alert)]
    found += [tag(_("Imported"), "grey")] if alert.imported else []
    return format_html_join(" ", "{}", ((one,) for one in found if one))


@register.filter
def rule_title(rule: str) -> str:
    """What a rule is called."""
    return words.title_of(rule)


@register.filter
def never_quieter(rule: str) -> bool:
    """Whether a rule may not be made quieter: one of the worst severity, or one that the library no longer has."""
    known = words.rule_of(rule)
    return known is None or not rules.may_be_quieter(known.safeguarding.severity)
