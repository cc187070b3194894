"""Dates and times as people say them: `{% load when %}`. Moments are shown in the establishment's time zone."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.dateformat import format as dates
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """22 November 2026."""
    return dates(_local(value), "j F Y") if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """1:05am, 9am; noon and midnight by name."""
    if not value:
        return ""
    local = _local(value)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return _("midday") if local.hour else _("midnight")
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


@register.filter
def clock_exact(value: datetime | None) -> str:
    """1:05:09am: for records, of which several fall into a minute."""
    if not value:
        return ""
    local = _local(value)
    return f"{local.hour % 12 or 12}:{local.minute:02}:{local.second:02}{'am' if local.hour < 12 else 'pm'}"


@register.filter
def moment(value: datetime | None) -> str:
    """22 November 2026 at 1:05am."""
    return _("%(day)s at %(time)s") % {"day": day(value), "time": clock(value)} if value else ""


@register.filter
def when(value: datetime | date | None) -> str:
    """Today at 9:12am · yesterday at 2pm · Friday at 11:30am · 3 November at 9am · 3 November 2025 at 9am."""
    if not value:
        return ""
    local, today = _local(value), timezone.localdate()
    on = local.date() if isinstance(local, datetime) else local
    away = (today - on).days
    near = {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}
    if away in near:
        said = near[away]
    elif 1 < away < 7:
        said = dates(on, "l")
    else:
        said = dates(on, "j F" if on.year == today.year else "j F Y")
    return _("%(day)s at %(time)s") % {"day": said, "time": clock(local)} if isinstance(local, datetime) else said


@register.filter
def stamp(value: datetime | date | None) -> SafeString | str:
    """`when` standing alone ("Today at 9:12am"), readable by machines, with its full form shown on pointing."""
    if not value:
        return ""
    local = _local(value)
    full = moment(value) if isinstance(value, datetime) else day(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, upper_first(when(value)))


@register.filter
def exact(value: datetime | None) -> SafeString | str:
    """`stamp` to the second ("Today at 9:12:03am")."""
    if not value:
        return ""
    said = _("%(day)s at %(time)s") % {"day": when(_local(value).date()), "time": clock_exact(value)}
    return format_html('<time datetime="{}">{}</time>', _local(value).isoformat(), upper_first(said))


@register.filter
def school_days(value: datetime | date | None) -> str:
    """How long something has waited, in school days (Monday to Friday): today · 1 school day · 4 school days."""
    if not value:
        return ""
    local = _local(value)
    start = local.date() if isinstance(local, datetime) else local
    count = school_days_between(start, timezone.localdate())
    return ngettext("%d school day", "%d school days", count) % count if count > 0 else _("today")


def school_days_between(start: date, end: date) -> int:
    """Mondays to Fridays after `start`, up to and including `end`; holidays are not known here."""
    whole, rest = divmod(max((end - start).days, 0), 7)
    return whole * 5 + sum((start + timedelta(days=extra)).weekday() < 5 for extra in range(1, rest + 1))


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def upper_first(text: object) -> str:
    """A plain phrase at the start of a line: "today at 9:12am" becomes "Today at 9:12am"."""
    words = str(text)
    return words[:1].upper() + words[1:]
