"""Who may read a case, where it is restricted to named people."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tutela.web.concerns.models import Grant, Restriction, SafeguardingCase
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class Readers:
    """Whether a case is restricted, and the keys of those who are named."""

    is_restricted: bool
    named: tuple[UUID, ...]
    case: SafeguardingCase


def get_readers(actor: AnyActor, case_id: UUID) -> Readers:
    """Who may read it; hidden and missing are one 404."""
    case: Any = get_visible(SafeguardingCase, actor, case_id)
    grants = Grant.in_scope(actor).filter(case=case, ended_at=None).values_list("person_id", flat=True)
    is_restricted = Restriction.in_scope(actor).filter(case=case, until_at=None).exists()
    return Readers(is_restricted, tuple(grants) if is_restricted else (), case)
