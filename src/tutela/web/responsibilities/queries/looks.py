"""What was looked at when, what was found, and what is due."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.permissions import Permission
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day
from tutela.web.evidence.kinds import list_kinds
from tutela.web.evidence.rules import in_words
from tutela.web.responsibilities import looks as library
from tutela.web.responsibilities.models import Look
from tutela.web.responsibilities.rules import looks as rules


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of look: the last that counts, and when the next is due."""

    look: library.Look
    last: Look | None
    on: date
    is_late: bool


def list_due(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[Due]:
    """Each kind, in the order of the library."""
    today = local_day(establishment, at)
    last: dict[str, Look] = {}
    for row in Look.visible_to(actor).filter(establishment=establishment, counts=True).order_by("on", "at"):
        last[row.kind] = row
    found = []
    for known in library.list_looks().values():
        row = last.get(known.id)
        on = rules.due_on(row.on if row else None, known.every_days, row.next_on if row else None, today)
        found.append(Due(known, row, on, is_late=row is None or on < today))
    return found


def get_last_looks(establishment: Establishment) -> dict[str, date]:
    """The day of the last look that counts, by the kind of evidence it gives."""
    actor, looks = SystemActor("evidence", establishment.pk), library.list_looks()
    rows = Look.in_scope(actor).filter(counts=True, kind__in=looks).order_by("on")
    return {looks[kind].figure: on for kind, on in rows.values_list("kind", "on")}


def list_looked(actor: AnyActor, kind: str) -> QuerySet[Look]:
    """All of a kind, the newest first, those that do not count too."""
    rows = (
        Look.visible_to(actor)
        .filter(kind=kind)
        .select_related("by")
        .prefetch_related("findings__action", "heard__contact")
    )
    return rows.order_by("-on", "-at")


def facts_of(actor: AnyActor, look: Look) -> list[str]:
    """The figures as they stood then, in words for this reader."""
    kinds, numbers_only = list_kinds(), not (actor.is_system or actor.may(Permission.ALERT_READ))
    return [
        in_words(kinds[one["kind"]], one["value"], numbers_only=numbers_only)
        for one in look.facts
        if one["kind"] in kinds
    ]
