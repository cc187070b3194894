"""The register of disclosures: every line of the cases that the actor may see, and one of them with its words."""

import base64
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.rules import ROUTE_ROLES
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.referrals.models import Disclosure, Share
from tutela.web.referrals.queries.referral import ShareRead, name_of, show_share
from tutela.web.referrals.rules import disclosures as rules


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """A line of the register, without a word of what is in it."""

    id: UUID
    number: int
    case_id: UUID
    case_number: int
    asker: str
    basis: str
    asked_on: date
    status: str
    files: tuple[ShareRead, ...]


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack of a referral that was made: it has its line in the register too."""

    share: ShareRead
    referral_id: UUID
    case_number: int
    was_sent: bool


@dataclass(frozen=True, slots=True)
class DisclosureStepRead:
    """A step with its words open."""

    kind: str
    at: datetime
    happened_on: date
    by: str
    outsider: str
    way: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DisclosureRead:
    """A request with its words open."""

    id: UUID
    number: int
    case_id: UUID
    case_number: int
    asker: str
    basis: str
    asked_on: date
    written_at: datetime
    written_by: str
    written_by_id: UUID | None
    who: str
    what: str
    why: str
    status: str
    steps: tuple[DisclosureStepRead, ...]
    shares: tuple[ShareRead, ...]


def list_disclosures(actor: AnyActor, case_id: UUID | None = None) -> list[DisclosureRow]:
    """Requests, those that wait for somebody first, then the newest."""
    rows = Disclosure.visible_to(actor).select_related("case").prefetch_related("steps", "shares__made_by")
    if case_id is not None:
        rows = rows.filter(case=case_id)
    found = [
        DisclosureRow(
            id=row.pk,
            number=row.number,
            case_id=row.case_id,
            case_number=row.case.number,
            asker=row.asker,
            basis=row.basis,
            asked_on=row.asked_on,
            status=rules.status_of([step.kind for step in row.steps.all()]),
            files=tuple(show_share(share) for share in row.shares.all()),
        )
        for row in rows.order_by("-written_at")
    ]
    return sorted(found, key=lambda row: row.status not in (rules.ASKED, rules.ALLOWED))


def list_packs(actor: AnyActor, case_id: UUID | None = None) -> list[PackRow]:
    """Packs of referrals that were made, the newest first."""
    rows = Share.visible_to(actor).filter(referral__isnull=False).select_related("case", "made_by")
    if case_id is not None:
        rows = rows.filter(case=case_id)
    sent = set(rows.filter(referral__steps__share__isnull=False).values_list("referral__steps__share", flat=True))
    return [
        PackRow(show_share(row), row.referral_id, row.case.number, row.pk in sent) for row in rows.order_by("-made_at")
    ]


@operation
def read_disclosure(*, actor: AnyActor, disclosure_id: UUID, at: datetime) -> DisclosureRead:
    """Open a request; it is audited as read. Hidden and missing are one 404."""
    row = get_visible(Disclosure, actor, disclosure_id)
    audit.record(actor, "disclosure.read", row, at=at)
    key = sealing.open_case_key(row.case.case_key)
    steps = list(row.steps(manager="_base_manager").select_related("author", "share").order_by("number"))
    return DisclosureRead(
        id=row.pk,
        number=row.number,
        case_id=row.case_id,
        case_number=row.case.number,
        asker=row.asker,
        basis=row.basis,
        asked_on=row.asked_on,
        written_at=row.written_at,
        written_by=name_of(row.written_by),
        written_by_id=row.written_by_id,
        who=sealing.unseal_field(row, "sealed_who", key),
        what=sealing.unseal_field(row, "sealed_what", key),
        why=sealing.unseal_field(row, "sealed_why", key),
        status=rules.status_of([step.kind for step in steps]),
        steps=tuple(
            DisclosureStepRead(
                kind=step.kind,
                at=step.at,
                happened_on=step.happened_on,
                by=name_of(step.author),
                outsider=sealing.unseal_field(step, "sealed_outsider", key),
                way=step.way,
                text=sealing.unseal_field(step, "sealed_text", key),
                sha256=step.share.sha256 if step.share else "",
            )
            for step in steps
        ),
        shares=tuple(
            show_share(share)
            for share in row.shares(manager="_base_manager").select_related("made_by").order_by("made_at")
        ),
    )


def list_case_readers(actor: AnyActor, establishment: Any, case_id: UUID, at: datetime) -> list[Any]:
    """Those who may read a case by the role they hold: of them the second person is one."""
    route = concerns.get_case(actor, case_id).route
    roles = ROUTE_ROLES[route]
    return list(establishments.list_holders(establishment, *roles, at=at)) if roles else []


@operation
def list_sent_packs(*, actor: AnyActor, case_id: UUID, at: datetime) -> list[tuple[str, bytes]]:
    """Packs of a case that were noted as sent, by name of a file, their bytes as they were made."""
    rows = Share.visible_to(actor).filter(case=case_id, referral__steps__share=F("pk")).distinct().order_by("made_at")
    found = []
    for number, share in enumerate(rows.select_related("case__case_key"), 1):
        audit.record(actor, "share.read", share, at=at)
        kept = sealing.unseal_field(share, "sealed_bytes", sealing.open_case_key(share.case.case_key))
        if kept:
            ending = "docx" if share.form == "pack-word" else "pdf"
            found.append((f"files/referral-pack-{number}.{ending}", base64.b64decode(kept)))
    return found
