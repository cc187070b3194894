"""An alert about somebody, on its way to whoever may look at it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor
from tutela.web.monitoring import operations
from tutela.web.monitoring.models import Alert, AlertLookUp


def _alert(relation: Relation) -> dict[str, Any]:
    cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.eli()
    at = datetime.now(UTC) - timedelta(hours=1)
    cast.sign_off_monitoring(cast.sue() if relation.establishment == cast.oakfield() else cast.eli())
    match = {
        "match_id": f"{relation.name}-1",
        "time": at,
        "site_id": relation.establishment.pk,
        "user": relation.subject.pseudonym,
        "device": "library-pc-3",
        "rule_id": "suicide-intent",
        "rule_version": 1,
        "severity": 1,
        "theme": "suicide-self-harm",
        "four_c": "content",
        "source_id": "squid",
        "seq": 1,
        "excerpt": "i want to die",
        "position": 1,
    }
    operations.record_alerts(actor=SystemActor("test"), at=at, matches=[match])
    return {"pk": Alert._base_manager.get(subject=relation.subject).pk}


def _look_up(relation: Relation) -> dict[str, Any]:
    """Of somebody who is not there any more: nobody sees what another person asked for."""
    alert = Alert._base_manager.get(pk=_alert(relation)["pk"])
    key = sealing.open_case_key(alert.case_key)
    row = AlertLookUp(establishment=alert.establishment, alert=alert, by=relation.subject, at=alert.received_at, days=7)
    sealing.seal_field(row, "sealed_purpose", "Before I talk with them", key)
    row.save()
    return {"pk": row.pk}


def _tuning(relation: Relation) -> dict[str, Any] | None:
    """A proposal about a rule: it is about nobody, so only whose school it is matters."""
    if relation.name not in ("own", "foreign"):
        return None
    at = datetime.now(UTC) - timedelta(hours=1)
    lead = cast.dev() if relation.establishment == cast.oakfield() else cast.eli()
    row = operations.propose(
        actor=cast.acting(lead),
        at=at,
        rule="suicide-topic",
        kind="words",
        said="romeo and juliet",
        until_on=at.date() + timedelta(days=90),
        why="A play",
    )
    return {"pk": row.pk}


def _rule(relation: Relation) -> dict[str, Any] | None:
    """A rule is everybody's."""
    return {"rule": "suicide-topic"} if relation.name == "own" else None


NAMES = ("alert", "dismiss", "note", "raise", "together", "add-note", "hand-over", "take", "look-back")
OBJECTS = {f"monitoring:{name}": _alert for name in NAMES} | {
    "monitoring:look-up": _look_up,
    "monitoring:tuning": _tuning,
    "monitoring:propose": _rule,
}
