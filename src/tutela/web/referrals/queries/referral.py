"""Reading one referral: the audit first, then its words and those of its case."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.queries.case import CaseRead
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.referrals.models import Referral, Share
from tutela.web.referrals.queries.standing import Stand, stand_of, with_steps


@dataclass(frozen=True, slots=True)
class StepRead:
    """A step with its words open."""

    kind: str
    happened_at: datetime
    by: str
    way: str
    outcome: str
    reference: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ShareRead:
    """A file that was made."""

    id: UUID
    form: str
    made_at: datetime
    by: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ReferralRead:
    """A referral with its words open, and the case that it comes from."""

    id: UUID
    route: str
    stand: Stand
    is_referred: bool
    decided_at: datetime
    decided_by: str
    consent: str
    told: str
    to: str
    why: str
    why_not: str
    answers: Mapping[str, Any]
    version: int
    """How often the answers were filled in; goes back with what is filled in next."""
    steps: tuple[StepRead, ...]
    shares: tuple[ShareRead, ...]
    case: CaseRead


@operation
def read_referral(*, actor: AnyActor, referral_id: UUID, establishment: Any, today: date, at: datetime) -> ReferralRead:
    """Open a referral and its case; both are audited as read. Hidden and missing are one 404."""
    get_visible(Referral, actor, referral_id)
    referral = with_steps(Referral.in_scope(actor).filter(pk=referral_id)).select_related("decided_by").get()
    audit.record(actor, "referral.read", referral, at=at)
    case = concerns.read_case(actor=actor, case_id=referral.case_id, today=today, at=at)
    key = sealing.open_case_key(referral.case.case_key)
    packs = list(referral.packs.order_by("number"))
    steps = referral.steps.select_related("author", "share").order_by("number")
    return ReferralRead(
        id=referral.pk,
        route=referral.route,
        stand=stand_of(referral, establishment, at),
        is_referred=referral.is_referred,
        decided_at=referral.decided_at,
        decided_by=name_of(referral.decided_by),
        consent=referral.consent,
        told=referral.told,
        to=sealing.unseal_field(referral, "sealed_to", key),
        why=sealing.unseal_field(referral, "sealed_why", key),
        why_not=sealing.unseal_field(referral, "sealed_why_not", key),
        answers=json.loads(sealing.unseal_field(packs[-1], "sealed_answers", key)) if packs else {},
        version=len(packs),
        steps=tuple(
            StepRead(
                kind=step.kind,
                happened_at=step.happened_at,
                by=name_of(step.author),
                way=step.way,
                outcome=step.outcome,
                reference=sealing.unseal_field(step, "sealed_reference", key),
                text=sealing.unseal_field(step, "sealed_text", key),
                sha256=step.share.sha256 if step.share else "",
            )
            for step in steps
        ),
        shares=tuple(
            show_share(share) for share in Share.in_scope(actor).filter(referral=referral).select_related("made_by")
        ),
        case=case,
    )


def read_referrals(
    *, actor: AnyActor, case_id: UUID, establishment: Any, today: date, at: datetime
) -> list[ReferralRead]:
    """The referrals of a case in the order in which they were decided, each opened and audited as read."""
    rows = Referral.visible_to(actor).filter(case=case_id).order_by("decided_at")
    return [
        read_referral(actor=actor, referral_id=pk, establishment=establishment, today=today, at=at)
        for pk in rows.values_list("pk", flat=True)
    ]


def show_share(share: Share) -> ShareRead:
    """A file that was made, without what is in it."""
    return ShareRead(share.pk, share.form, share.made_at, name_of(share.made_by), share.sha256, share.size_bytes)


def name_of(person: Any) -> str:
    """The name of a person, where there is one."""
    return person.full_name if person else ""
