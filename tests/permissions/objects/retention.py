"""What is kept, with holds, one that was put forward, a certificate: about whom the relation is."""

from datetime import UTC, date, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tests.permissions.objects.concerns import case, concern
from tests.permissions.objects.transfers import received
from tutela.web.concerns.models import Supervision
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor
from tutela.web.retention import operations
from tutela.web.retention.models import Certificate, Decision, Proposal
from tutela.web.retention.models.subjects import Subject

DAY = date(2026, 11, 20)
OF_CASE, OF_CONCERN = ("case", "hold-case", "propose-case"), ("concern", "hold-concern", "propose-concern")
OF_FILE = ("received", "hold-received", "propose-received")
OF_SESSION = ("supervision", "hold-supervision", "propose-supervision")


def _held(relation: Relation) -> dict[str, Any]:
    opened, at = case(relation), datetime.now(UTC)
    hold = operations.place_hold(
        actor=cast.acting(opened.opened_by),
        subject=Subject("case", opened.pk),
        reason="A letter.",
        review_on=DAY,
        at=at,
    )
    return {"pk": opened.pk, "hold": hold.pk}


def _held_concern(relation: Relation) -> dict[str, Any]:
    raised = concern(relation)
    hold = operations.place_hold(
        actor=SystemActor("test", relation.establishment.pk), subject=Subject("concern", raised.pk),
        reason="A letter.", review_on=DAY, at=datetime.now(UTC),
    )  # fmt: skip
    return {"pk": raised.pk, "hold": hold.pk}


def _session(relation: Relation) -> Supervision:
    """A session that the subject of the relation had with somebody from outside."""
    place, at = relation.establishment.pk, datetime.now(UTC)
    own_key, key = sealing.make_case_key(SystemActor("test", place), place, at=at)
    row = Supervision(
        establishment=relation.establishment, supervised=relation.subject, own_key=own_key, held_on=DAY, written_at=at
    )
    sealing.seal_field(row, "sealed_supervisor", "Ruth Vane", key)
    sealing.seal_field(row, "sealed_notes", "It weighs on me.", key)
    row.save()
    return row


def _held_session(relation: Relation) -> dict[str, Any]:
    session = _session(relation)
    hold = operations.place_hold(
        actor=SystemActor("test", relation.establishment.pk), subject=Subject("supervision", session.pk),
        reason="A letter.", review_on=DAY, at=datetime.now(UTC),
    )  # fmt: skip
    return {"pk": session.pk, "hold": hold.pk}


def _held_file(relation: Relation) -> dict[str, Any]:
    file = received(relation)
    hold = operations.place_hold(
        actor=SystemActor("test", relation.establishment.pk), subject=Subject("received", file.pk),
        reason="A letter.", review_on=DAY, at=datetime.now(UTC),
    )  # fmt: skip
    return {"pk": file.pk, "hold": hold.pk}


def _proposal(relation: Relation) -> Proposal:
    """Put forward by somebody who has left, so that anybody who may decide is a second person."""
    opened = case(relation)
    proposal = Proposal(
        establishment=relation.establishment, case=opened, kind="child-protection", years=25, start_on=DAY,
        due_on=DAY, proposed_by=cast.sue(), proposed_at=datetime.now(UTC),
    )  # fmt: skip
    proposal.save()
    return proposal


def _certificate(relation: Relation) -> dict[str, Any]:
    proposal = _proposal(relation)
    decision = Decision(
        establishment=relation.establishment, proposal=proposal, is_destroyed=True, proposed_by=cast.sue(),
        decided_by=cast.tom(), decided_at=datetime.now(UTC),
    )  # fmt: skip
    decision.save()
    certificate = Certificate(
        establishment=relation.establishment, decision=decision, case=proposal.case,
        number=1 + Certificate._base_manager.filter(establishment=relation.establishment).count(),
        at=datetime.now(UTC), backups_until=DAY, text="{}", signature="",
    )  # fmt: skip
    certificate.save()
    return {"pk": certificate.pk}


OBJECTS = {
    **{f"retention:{name}": lambda relation: {"pk": case(relation).pk} for name in OF_CASE},
    **{f"retention:{name}": lambda relation: {"pk": concern(relation).pk} for name in OF_CONCERN},
    **{f"retention:{name}": lambda relation: {"pk": _session(relation).pk} for name in OF_SESSION},
    "retention:end-hold-supervision": _held_session,
    **{f"retention:{name}": lambda relation: {"pk": received(relation).pk} for name in OF_FILE},
    "retention:end-hold-received": _held_file,
    "retention:end-hold-case": _held,
    "retention:end-hold-concern": _held_concern,
    "retention:decide": lambda relation: {"pk": _proposal(relation).pk},
    **{f"retention:{name}": _certificate for name in ("certificate", "certificate-text")},
}
