"""What a head would ask first: what changed, in a few sentences. They are made of what the reader may see and say
nothing about a person, nor whether a figure is good or bad.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tutela.web.reports.rules.figures import ShownMatters, ShownOverblocking, ShownTraffic
from tutela.web.reports.rules.suppression import Shown

MINUTES_AN_HOUR, HOURS_A_DAY = 60, 24


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is known of one stretch of time; None for what is not known or not kept."""

    matters: ShownMatters | None
    traffic: ShownTraffic | None


def what_changed(now: Stretch, before: Stretch, *, runs: bool, before_name: str) -> list[str]:
    """A few sentences. `before_name` is such as "the half-term before"; while a stretch runs nothing is compared."""
    compared = Stretch(None, None) if runs else before
    found = [_requests(now, compared, before_name, runs)]
    if now.matters:
        old = compared.matters
        found += [
            _alerts(now.matters, old, before_name, runs),
            _waiting(now.matters),
            _triage(now.matters, old, before_name),
            _concerns(now.matters, old, before_name),
            _filter(now.matters.wrongly_blocked, now.matters.wrongly_open),
        ]
    return [sentence for sentence in found if sentence]


def duration(minutes: float) -> str:
    """A time as people say it, coarser the longer it is: 5 minutes · 3 hours · 4 days."""
    if minutes < 1:
        return _("less than a minute")
    if minutes < MINUTES_AN_HOUR:
        return ngettext("%d minute", "%d minutes", round(minutes)) % round(minutes)
    hours = minutes / MINUTES_AN_HOUR
    if hours < 2 * HOURS_A_DAY:
        return ngettext("%d hour", "%d hours", round(hours)) % round(hours)
    return _("%d days") % round(hours / HOURS_A_DAY)


def difference(now: int | None, before: int | None, before_name: str) -> str:
    """ ", 12 more than in the half-term before"; empty where one of the two is not known."""
    if now is None or before is None:
        return ""
    values = {"number": f"{abs(now - before):,}", "before": before_name}
    if now == before:
        return _(", as many as in %(before)s") % values
    return (
        _(", %(number)s more than in %(before)s") if now > before else _(", %(number)s fewer than in %(before)s")
    ) % (values)


def share(part: int | None, whole: int | None) -> float | None:
    """Per cent of a whole; None where one is not known or there is nothing."""
    return None if part is None or not whole else 100 * part / whole


def _requests(now: Stretch, before: Stretch, before_name: str, runs: bool) -> str:
    traffic = now.traffic
    if traffic is None or traffic.requests is None:
        return ""
    if not traffic.requests:
        return _("No request was recorded.")
    part = share(traffic.blocked, traffic.requests)
    values = {"requests": f"{traffic.requests:,}", "blocked": f"{traffic.blocked or 0:,}", "share": f"{part or 0:.1f}"}
    if part is None:
        return _("%(requests)s requests were recorded.") % values
    said = _("%(requests)s requests were recorded, and %(blocked)s of them were blocked (%(share)s%%)") % values
    old = share(before.traffic.blocked, before.traffic.requests) if before.traffic else None
    if old is not None:
        said += _("; it was %(share)s%% in %(before)s") % {"share": f"{old:.1f}", "before": before_name}
    return _("So far, %(said)s.") % {"said": said} if runs else said + "."


def _alerts(now: ShownMatters, before: ShownMatters | None, before_name: str, runs: bool) -> str:
    if now.alerts is None:
        return _("Alerts were raised, but too few to show how many.")
    if not now.alerts:
        return _("So far no more than a few alerts were raised.") if _has_hidden(now) else _("No alert was raised.")
    said = ngettext("%(n)s alert was raised", "%(n)s alerts were raised", now.alerts) % {"n": f"{now.alerts:,}"}
    said += difference(now.alerts, before.alerts if before else None, before_name)
    worst = now.alerts_by_severity.get("1")
    if worst == 0:
        return said + _("; none said that somebody may be in danger.")
    if worst is None:
        return said + "."
    return said + ngettext(
        "; %(n)s of them said that somebody may be in danger.",
        "; %(n)s of them said that somebody may be in danger.",
        worst,
    ) % {"n": f"{worst:,}"}


def _has_hidden(now: ShownMatters) -> bool:
    return any(count is None for count in now.alerts_by_severity.values())


def _waiting(now: ShownMatters) -> str:
    count = now.alerts_by_outcome.get("waiting")
    if not count:
        return ""
    return ngettext("%(n)s alert still waits for a decision.", "%(n)s alerts still wait for a decision.", count) % {
        "n": f"{count:,}"
    }


def _triage(now: ShownMatters, before: ShownMatters | None, before_name: str) -> str:
    if now.minutes_to_triage is None:
        return ""
    said = _("Half of those decided were decided within %(time)s") % {"time": duration(now.minutes_to_triage)}
    if before and before.minutes_to_triage is not None:
        said += _("; in %(before)s it was %(time)s") % {
            "before": before_name,
            "time": duration(before.minutes_to_triage),
        }
    return said + "."


def _concerns(now: ShownMatters, before: ShownMatters | None, before_name: str) -> str:
    if now.concerns is None:
        return _("Concerns were raised, but too few to show how many.")
    if not now.concerns:
        return "" if any(count is None for count in now.concerns_by_four_c.values()) else _("No concern was raised.")
    said = ngettext("%(n)s concern was raised", "%(n)s concerns were raised", now.concerns) % {"n": f"{now.concerns:,}"}
    return said + difference(now.concerns, before.concerns if before else None, before_name) + "."


def _filter(blocked: ShownOverblocking, opened: ShownOverblocking) -> str:
    said = []
    if blocked.addresses:
        said.append(
            ngettext(
                "%(n)s address was reported as wrongly blocked%(done)s",
                "%(n)s addresses were reported as wrongly blocked%(done)s",
                blocked.addresses,
            )
            % {"n": f"{blocked.addresses:,}", "done": _done(blocked.addresses, blocked.by_outcome, _("opened"))}
        )
    if opened.addresses:
        said.append(
            ngettext(
                "%(n)s address was reported as wrongly open%(done)s",
                "%(n)s addresses were reported as wrongly open%(done)s",
                opened.addresses,
            )
            % {"n": f"{opened.addresses:,}", "done": _done(opened.addresses, opened.by_outcome, _("blocked"))}
        )
    return "; ".join(said) + "." if said else ""


def _done(addresses: int, outcomes: Shown | Mapping[str, int | None], what: str) -> str:
    changed = outcomes.get("approved")
    if changed is None:
        return ""
    if addresses == 1:
        said = _(", and was then %(what)s") if changed else _(", and was not %(what)s")
        return said % {"what": what}
    said = ngettext(", and %(n)s of them was then %(what)s", ", and %(n)s of them were then %(what)s", changed)
    return said % {"n": f"{changed:,}" if changed else _("none"), "what": what}
