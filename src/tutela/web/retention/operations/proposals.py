"""Two people destroy something: one puts it forward, another decides; keys, links, certificate in one transaction."""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings

from tutela.keys import KeyFolder
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.belonging import keys_of
from tutela.web.core.models import CaseKey
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.retention import rules
from tutela.web.retention.models import Certificate, Decision, Proposal
from tutela.web.retention.models.subjects import TABLES, Subject
from tutela.web.retention.operations.locking import lock
from tutela.web.retention.queries.standing import stand_by_number, stand_of

FORMAT = "tutela/destruction/1"


@operation
def propose(*, actor: AnyActor, establishment: Any, subject: Subject, at: datetime) -> Proposal:
    """Put something forward that the actor may see and that is due. Raises `NotNow`."""
    today = establishments.local_day(establishment, at)
    lock(actor, subject)
    stand = stand_of(actor, establishment, subject)
    rules.check_proposal(
        stand.due, today, is_held=stand.is_held, is_closed=stand.is_closed, waits=stand.proposal_id is not None,
        has_locked=stand.has_locked,
    )  # fmt: skip
    if actor.person_id is None or stand.due.on is None:
        raise rules.NotNow("Only a named person puts something forward")
    proposal = Proposal(
        establishment=establishment,
        **{f"{subject.kind}_id": subject.id},
        kind=stand.due.kind.key,
        years=stand.years,
        start_on=stand.due.start_on,
        due_on=stand.due.on,
        proposed_by_id=actor.person_id,
        proposed_at=at,
    )
    proposal.save()
    audit.record(actor, "destruction.propose", proposal, at=at, of=subject.record, kind=proposal.kind)
    return proposal


@operation
def decide(
    *, actor: AnyActor, establishment: Any, proposal_id: UUID, destroy: bool, reason: str, at: datetime
) -> Certificate | None:
    """Destroy it or keep it, as a second person; its certificate where it was destroyed. Raises `NotNow`."""
    proposal = get_visible(Proposal, actor, proposal_id)
    proposal = Proposal.in_scope(actor).select_for_update(of=("self",)).get(pk=proposal.pk)
    if Decision.in_scope(actor).filter(proposal=proposal).exists():
        raise rules.NotNow("This was decided already")
    if destroy:
        lock(actor, proposal.subject)
        stand = stand_by_number(actor, establishment, proposal.subject)
        today = establishments.local_day(establishment, at)
        rules.check_decision(
            proposal.proposed_by_id, actor.person_id, stand.due, today, is_held=stand.is_held,
            is_closed=stand.is_closed, has_locked=stand.has_locked,
        )  # fmt: skip
    elif proposal.proposed_by_id == actor.person_id:
        raise rules.NotNow("A second person has to decide: you put this forward yourself")
    decision = Decision(
        establishment=establishment,
        proposal=proposal,
        is_destroyed=destroy,
        proposed_by_id=proposal.proposed_by_id,
        decided_by_id=actor.person_id,
        decided_at=at,
        reason=reason,
    )
    decision.save()
    audit.record(actor, "destruction.decide", proposal, at=at, of=proposal.subject.record, destroyed=destroy)
    return _destroy(actor, establishment, decision, at) if destroy else None


def _destroy(actor: AnyActor, establishment: Any, decision: Decision, at: datetime) -> Certificate:
    proposal = decision.proposal
    subject = proposal.subject
    concerns = _concerns_of(subject)
    keys = list(dict.fromkeys(_keys_of(subject, concerns)))
    for key in keys:
        sealing.destroy_case_key(key, at=at)
    people: Any = apps.get_model("concerns", "Involved")
    # whom it was about goes too: an empty name is all that the database lets this column become
    for of in ([{"case": subject.id}] if subject.kind == "case" else []) + [{"concern__in": concerns}]:
        people._base_manager.filter(**of, person__isnull=False).update(person=None)
    if subject.kind == "received":
        links: Any = apps.get_model("transfers", "ReceivedLink")
        links._base_manager.filter(received=subject.id, person__isnull=False).update(person=None)
    _alerts_of(concerns).update(subject=None, asker="", device="", user_basis="")
    today = establishments.local_day(establishment, at)
    until = rules.unreadable_from(today, settings.TUTELA.backup_keep)
    number = Certificate._base_manager.filter(establishment=establishment).count() + 1
    told = {
        "format": FORMAT,
        "establishment": establishment.name,
        "certificate": number,
        subject.kind: _named(proposal),
        "record": str(subject.id),
        "kind": proposal.kind,
        "kept_from": proposal.start_on.isoformat(),
        "kept_years": proposal.years,
        "due_on": proposal.due_on.isoformat(),
        "put_forward_by": proposal.proposed_by.full_name,
        "put_forward_at": proposal.proposed_at.isoformat(),
        "decided_by": decision.decided_by.full_name,
        "destroyed_at": at.isoformat(),
        "keys_destroyed": len(keys),
        "keys_sha256": sha256(b"".join(sorted(key.pk.bytes for key in keys))).hexdigest(),
        "nightly_backups_hold_it_until": until.isoformat(),
    }
    text = json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True)
    certificate = Certificate(
        establishment=establishment,
        decision=decision,
        **{f"{subject.kind}_id": subject.id},
        number=number,
        at=at,
        backups_until=until,
        text=text,
        signature=KeyFolder(settings.TUTELA.keys).signing_key().sign(f"{FORMAT}\n{text}".encode()).hex(),
    )
    certificate.save()
    audit.record(
        actor, f"{subject.kind}.destroy", subject.record, at=at, keys=len(keys),
        certificate=str(certificate.pk), sha256=sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    return certificate


def _named(proposal: Any) -> object:
    """By what the certificate, which names nobody, calls it: a session by its day, a file by its hash."""
    if proposal.case:
        return proposal.case.number
    if proposal.concern:
        return proposal.concern.receipt
    return proposal.supervision.held_on.isoformat() if proposal.supervision else proposal.received.sha256


def _alerts_of(concern_ids: list[UUID]) -> Any:
    """The alerts that were raised as these concerns. They name a concern by a plain key, which no relation leads to."""
    decisions: Any = apps.get_model("monitoring", "AlertDecision")
    alerts: Any = apps.get_model("monitoring", "Alert")
    return alerts._base_manager.filter(pk__in=decisions._base_manager.filter(concern__in=concern_ids).values("alert"))


def _concerns_of(subject: Subject) -> list[UUID]:
    if subject.kind != "case":
        return [subject.id] if subject.kind == "concern" else []
    entries: Any = apps.get_model("concerns", "ConcernEntry")
    inside = entries._base_manager.filter(kind="in-case", case=subject.id)
    # what was handed on in confidence left the case, and has a period of its own
    return list(inside.exclude(concern__moves__route="vault").values_list("concern", flat=True))


def _keys_of(subject: Subject, concern_ids: list[UUID]) -> Iterator[CaseKey]:
    """Every key of the case or the session, if it is one, of these concerns, and of the alerts raised as them."""
    owners: dict[Any, list[UUID]] = {apps.get_model("concerns", "Concern"): concern_ids}
    if subject.kind != "concern":
        owners[apps.get_model(TABLES[subject.kind])] = [subject.id]
    yield from keys_of(owners)
    for alert in _alerts_of(concern_ids).select_related("case_key"):
        if alert.case_key.destroyed_at is None:
            yield alert.case_key
