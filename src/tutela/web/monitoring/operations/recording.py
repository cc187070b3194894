"""Matches become alerts: each taken in once, several of one person and rule folded into one alert."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert, AlertMatch, MatchesRead
from tutela.web.monitoring.operations import tuning
from tutela.web.monitoring.operations.routing import find_way, tell_again, tell_first

CANNOT_BE_SHOWN = _("What was asked for cannot be shown here. Look at the records of this minute.")

logger = logging.getLogger("tutela.monitoring")


@operation
def record_alerts(*, actor: AnyActor, at: datetime, matches: Sequence[Mapping[str, Any]]) -> int:
    """Take in matches as the event store gives them, in their order, and remember how far; how many alerts are new.

    Where nobody has signed that monitoring may begin, nothing is made of them, now or later.

    A match that was taken in before changes nothing, so reading the same ones again is safe, also after a crash. A
    match may carry `user_basis` and `src_ip` of its event.
    """
    places = {place.pk: place for place in establishments.list_establishments()}
    signed = {pk for pk, place in places.items() if establishments.is_monitoring_signed_off(place, at)}
    quieter = tuning.list_in_force(places, at=at)
    made = position = unsigned = 0
    for match in matches:
        position = max(position, match["position"])
        place = places.get(match["site_id"])
        if place is None:
            logger.warning("A match of an unknown establishment", extra={"site": match["site_id"]})
        elif place.pk not in signed:
            unsigned += 1
        elif not AlertMatch.objects.filter(establishment=place, match_id=match["match_id"]).exists():
            match = tuning.soften(match, quieter.get((place.pk, match["rule_id"]), ()))  # noqa: PLW2901
            if not tuning.set_aside(place, match, quieter.get((place.pk, match["rule_id"]), ()), at=at):
                made += _take_in_whole_or_bare(actor, place, match, at)
    if unsigned:
        logger.warning("Matches made no alert: monitoring is not signed off", extra={"count": unsigned})
    row, _made = MatchesRead.objects.select_for_update().get_or_create(pk=1)
    if position > row.position:
        row.position = position
        row.save(update_fields=["position"])
    return made


def _take_in_whole_or_bare(actor: AnyActor, place: Any, match: Mapping[str, Any], at: datetime) -> bool:
    """One match; where the database will not have it as it is, without all that came from outside.

    One that cannot be kept must not hold up those behind it, nor be passed by in silence.
    """
    try:
        with transaction.atomic():
            return _take_in(actor, place, match, at)
    except (DatabaseError, ValueError):
        logger.exception("A match could not be kept whole", extra={"rule": match["rule_id"]})
        bare = {"user": "", "device": "", "src_ip": "", "user_basis": "", "excerpt": str(CANNOT_BE_SHOWN)}
        return _take_in(actor, place, {**match, **bare}, at)


def _take_in(actor: AnyActor, place: Any, match: Mapping[str, Any], at: datetime) -> bool:
    """One match; True if it made a new alert."""
    asker = match["user"] or match["device"] or match.get("src_ip") or rules.UNKNOWN
    alert = _waiting_alert(place, asker, match)
    if alert is None:
        alert, way, key = _new_alert(actor, place, asker, match, at)
        _keep_match(alert, match, key)
        audit.record(actor, "alert.make", alert, at=at, rule=alert.rule, severity=alert.severity, route=alert.route)
        tell_first(alert, place, way, at=at)
        return True
    was_read, was_worst = alert.unread_since is None, alert.severity == rules.WORST
    alert.first_at = min(alert.first_at, match["time"])
    alert.last_at = max(alert.last_at, match["time"])
    alert.severity = min(alert.severity, match["severity"])
    alert.matches += 1
    if was_read:  # something new to read: its clock starts again
        alert.unread_since, alert.round = at, alert.round + 1
    alert.save()
    _keep_match(alert, match, sealing.open_case_key(alert.case_key))
    if alert.severity == rules.WORST and (was_read or not was_worst):
        tell_again(alert, place, at=at)
    return False


def _waiting_alert(place: Any, asker: str, match: Mapping[str, Any]) -> Alert | None:
    if asker == rules.UNKNOWN:
        return None
    same = Alert.objects.select_for_update().filter(
        establishment=place,
        asker=asker,
        rule=match["rule_id"],
        state=rules.WAITING,
        imported=rules.is_found_later(match["source_id"], match.get("origin", "")),
    )
    return next((alert for alert in same if rules.folds(alert.first_at, alert.last_at, match["time"])), None)


def _new_alert(
    actor: AnyActor, place: Any, asker: str, match: Mapping[str, Any], at: datetime
) -> tuple[Alert, Any, bytes]:
    subject = establishments.get_person_by_pseudonym(place, match["user"]) if match["user"] else None
    way = find_way(place, about={subject.pk} if subject else (), at=at)
    case_key, key = sealing.make_case_key(actor, place.pk, at=at)
    alert = Alert(
        establishment=place,
        rule=match["rule_id"],
        rule_version=match["rule_version"],
        severity=match["severity"],
        theme=match["theme"],
        four_c=match["four_c"],
        subject=subject,
        asker=asker,
        user_basis=match.get("user_basis") or "",
        device=match["device"] or match.get("src_ip") or "",
        first_at=match["time"],
        last_at=match["time"],
        received_at=at,
        unread_since=at,
        imported=rules.is_found_later(match["source_id"], match.get("origin", "")),
        route=way.route,
        case_key=case_key,
    )
    alert.save(force_insert=True)
    return alert, way, key


def _keep_match(alert: Alert, match: Mapping[str, Any], key: bytes) -> None:
    row = AlertMatch(
        establishment_id=alert.establishment_id,
        alert=alert,
        match_id=match["match_id"],
        at=match["time"],
        source_id=match["source_id"],
        seq=match["seq"],
    )
    sealing.seal_field(row, "sealed_excerpt", str(match["excerpt"]), key)
    row.save()


@operation
def start_over(*, actor: AnyActor, at: datetime) -> None:
    """Read all matches again from the first; those that were taken in before change nothing."""
    MatchesRead.objects.update_or_create(pk=1, defaults={"position": 0})
    audit.record(actor, "matches.start-over", "matches", at=at)
