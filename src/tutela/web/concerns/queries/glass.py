"""Cases that were opened in an emergency: read for an hour by whoever did, reviewed by those who work on them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from tutela.web.concerns.models import BrokenGlass, SafeguardingCase
from tutela.web.concerns.models.visibility import unexcluded_cases
from tutela.web.concerns.queries.case import CaseRead, open_case_words
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation


@dataclass(frozen=True, slots=True)
class Opening:
    """One emergency opening, as those who work on the case see it."""

    id: UUID
    by: str
    person_id: UUID
    at: datetime
    reason: str
    is_reviewed: bool
    was_right: bool | None


@operation
def read_by_glass(*, actor: AnyActor, opening_id: UUID, today: date, at: datetime) -> tuple[CaseRead, datetime]:
    """The case of an opening of one's own while it lasts, and until when that is; audited as every reading.

    Over, another's, missing, or about the reader by now: one 404.
    """
    opening = BrokenGlass.in_scope(actor).filter(pk=opening_id, person=actor.person_id, until_at__gt=at).first()
    case = opening and unexcluded_cases(SafeguardingCase.in_scope(actor), actor).filter(pk=opening.case_id).first()
    if not opening or not case:
        raise Http404
    return open_case_words(actor, case, today, at), opening.until_at


def list_own_openings(actor: AnyActor, at: datetime) -> list[tuple[UUID, int, datetime]]:
    """One's own that still last: key, number of the case, until when."""
    rows = BrokenGlass.in_scope(actor).filter(person=actor.person_id, until_at__gt=at)
    cases = unexcluded_cases(SafeguardingCase.in_scope(actor), actor)
    return list(rows.filter(case__in=cases).order_by("until_at").values_list("pk", "case__number", "until_at"))


@operation
def list_openings(*, actor: AnyActor, case_id: UUID, at: datetime) -> list[Opening]:
    """The openings of a case that the actor may see, with their reasons: audited."""
    rows = list(
        BrokenGlass.visible_to(actor)
        .filter(case=case_id)
        .select_related("person", "entry", "case__case_key")
        .order_by("opened_at")
    )
    if rows:
        audit.record(actor, "case.list-openings", rows[0].case, at=at)
    return [
        Opening(
            id=row.pk,
            by=row.person.full_name,
            person_id=row.person_id,
            at=row.opened_at,
            reason=sealing.unseal_field(row.entry, "sealed_text", sealing.open_case_key(row.case.case_key)),
            is_reviewed=row.reviewed_at is not None,
            was_right=row.was_right,
        )
        for row in rows
    ]
