"""What the worker does for alerts: reads new matches every second, takes unread alerts further."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from tutela.events.store import StoreError
from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.filters.queries import ask_records
from tutela.web.monitoring import operations, queries, retention

READ_AT_ONCE = 200


def read_matches(at: datetime) -> None:
    """Make alerts of the matches stored since the last time. While the store does not answer they wait there."""
    try:
        found = ask_records("matches_since", position=queries.get_position(), limit=READ_AT_ONCE)
        if not found:
            return
        matches = _with_who(found)
    except StoreError:
        return
    operations.record_alerts(actor=SystemActor("read matches"), at=at, matches=matches)


def _with_who(found: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each match with how it is known who it was: asked once for each person and rule, outside any transaction."""
    known: dict[tuple[Any, ...], dict[str, Any]] = {}
    matches = []
    for match in found:
        who = (match["site_id"], match["user"], match["device"], match["rule_id"])
        if who not in known or not (match["user"] or match["device"]):
            around = ask_records("around_event", source_id=match["source_id"], seq=match["seq"], before=0, after=0)
            known[who] = {key: around[0][key] for key in ("user_basis", "src_ip")} if around else {}
        matches.append({**match, **known[who]})
    return matches


def check_position(at: datetime) -> None:
    """Where the store was emptied or restored, begin anew: what was taken in before changes nothing."""
    try:
        (newest,) = ask_records("last_position")
    except StoreError:
        return
    if int(str(newest["position"])) < queries.get_position():
        operations.start_over(actor=SystemActor("read matches"), at=at)


def escalate_due(at: datetime) -> None:
    """Tell the next people of the worst alerts that nobody has read."""
    operations.escalate_due(actor=SystemActor("escalate alerts"), at=at)


def tell_waves(at: datetime) -> None:
    """Tell of the worst alerts that were found in older records, one notice for all that were found together."""
    operations.tell_waves(actor=SystemActor("tell of what was found later"), at=at)


def follow_roles(at: datetime) -> None:
    """Bring alerts to whoever may read them by the roles held now."""
    operations.follow_roles(actor=SystemActor("follow roles"), at=at)


def send_digests(at: datetime) -> None:
    """Tell people, at the hour that they chose, how much nobody has read."""
    operations.send_digests(actor=SystemActor("send digests"), at=at)


def drop_old_records(at: datetime) -> None:
    """Let go, once a day, of what has been kept long enough. While the store does not answer it waits."""
    with suppress(StoreError):
        retention.drop_due(actor=SystemActor("drop old records"), at=at)


def forget_dismissed(at: datetime) -> None:
    """Let go of alerts that were dismissed as long ago as hits are kept. While the store does not answer it waits."""
    with suppress(StoreError):
        operations.forget_dismissed(actor=SystemActor("forget dismissed alerts"), at=at)


PERIODIC = (
    Periodic("read matches", every_seconds=1, run=read_matches, urgent=True),
    Periodic("follow roles with alerts", every_seconds=15, run=follow_roles, urgent=True),
    Periodic("tell of what was found later", every_seconds=15, run=tell_waves, urgent=True),
    Periodic("escalate unread alerts", every_seconds=15, run=escalate_due, urgent=True),
    Periodic("check the position of matches", every_seconds=60, run=check_position),
    Periodic("send what is unread", every_seconds=60, run=send_digests),
    Periodic("drop old records", every_seconds=900, run=drop_old_records),
    Periodic("forget dismissed alerts", every_seconds=900, run=forget_dismissed),
)
