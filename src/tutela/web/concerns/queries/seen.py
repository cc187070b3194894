"""Who has read a concern or a case, from the audit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import AuditEntry
from tutela.web.core.operation import operation


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read it, how often, and when first and last."""

    name: str
    times: int
    first_at: datetime
    last_at: datetime


@operation
def list_readers(*, actor: AnyActor, row: models.Model, at: datetime) -> list[Reader]:
    """Who has read this concern or case, the first reader first. Asking is audited too; see that the actor may."""
    kind = row._meta.model_name
    action = "concern.read" if kind == "concern" else "case.read"
    audit.record(actor, f"{action.partition('.')[0]}.list-readers", row, at=at)
    entries = AuditEntry.objects.filter(object=audit.name_of(row), action=action).order_by("seq")
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
