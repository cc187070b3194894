"""Who has read a concern or a case, from the audit. Asking is audited too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import models

from tutela.web.concerns.models import Concern, SafeguardingCase
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import AuditEntry
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read it, how often, and when first and last."""

    name: str
    times: int
    first_at: datetime
    last_at: datetime


@operation
def list_concern_readers(*, actor: AnyActor, concern_id: UUID, at: datetime) -> tuple[str, list[Reader]]:
    """The receipt, and who has read the concern (by itself, in its case, found in a search), the first reader first."""
    concern = get_visible(Concern, actor, concern_id)
    audit.record(actor, "concern.list-readers", concern, at=at)
    return concern.receipt, _readers(concern, "concern.read", "concern.found")


@operation
def list_case_readers(*, actor: AnyActor, case_id: UUID, at: datetime) -> tuple[int, list[Reader]]:
    """The number, and who has read the case or found it in a search, the first reader first."""
    case = get_visible(SafeguardingCase, actor, case_id)
    audit.record(actor, "case.list-readers", case, at=at)
    return case.number, _readers(case, "case.read", "case.found")


def _readers(row: models.Model, *actions: str) -> list[Reader]:
    entries = AuditEntry.objects.filter(object=audit.name_of(row), action__in=actions).order_by("seq")
    found: dict[str, list[datetime]] = {}
    for who, when in entries.values_list("actor", "at"):
        found.setdefault(who, []).append(when)
    names = _names(found)
    return [Reader(names[who], len(times), times[0], times[-1]) for who, times in found.items()]


def _names(labels: Iterable[str]) -> dict[str, str]:
    keys = {label: label.removeprefix("user:") for label in labels if label.startswith("user:")}
    users = get_user_model().objects.filter(pk__in=keys.values()).select_related("person")
    full = {str(user.pk): user.person.full_name for user in users if hasattr(user, "person")}
    return {label: full.get(keys.get(label, ""), label) for label in labels}
