"""What is known now, and how it was before."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.evidence import rules
from tutela.web.evidence.kinds import Kind, list_kinds
from tutela.web.evidence.models import Evidence
from tutela.web.evidence.rules import Figure


@dataclass(frozen=True, slots=True)
class Current:
    """A kind of evidence as it stands for a reader."""

    name: str
    kind: Kind
    figure: Figure | None
    stale: bool
    words: str
    """"" where nothing is known."""
    until: datetime | None
    """The first moment at which the figure no longer speaks."""


def get_last(establishment_id: int, kind: str) -> Figure | None:
    """The newest figure of a kind, however old."""
    row = Evidence.objects.filter(establishment_id=establishment_id, kind=kind, about="").order_by("-as_at").first()
    return _figure(row) if row else None


def list_current(actor: AnyActor, establishment_id: int, at: datetime) -> dict[str, Current]:
    """Every kind by its name, with the newest figure that was known at that time."""
    newest: dict[str, Figure] = {}
    rows = Evidence.visible_to(actor).filter(establishment_id=establishment_id, about="", as_at__lte=at)
    longest = max(kind.fresh_days for kind in list_kinds().values())
    for row in rows.filter(as_at__gte=at - timedelta(days=2 * longest)).order_by("as_at"):
        newest[row.kind] = _figure(row)
    numbers_only = not (actor.is_system or actor.may(Permission.ALERT_READ))
    return {
        name: _current(name, kind, newest.get(name), at, numbers_only=numbers_only)
        for name, kind in list_kinds().items()
    }


def list_history(actor: AnyActor, establishment_id: int, kind: str, since: datetime) -> list[Figure]:
    """The figures of a kind from a moment on, oldest first."""
    rows = Evidence.visible_to(actor).filter(establishment_id=establishment_id, kind=kind, about="", as_at__gte=since)
    return [_figure(row) for row in rows.order_by("as_at")]


def _current(name: str, kind: Kind, figure: Figure | None, at: datetime, *, numbers_only: bool) -> Current:
    if figure is None:
        return Current(name, kind, None, stale=False, words="", until=None)
    end = rules.until(kind, figure.as_at)
    words = rules.in_words(kind, rules.value_at(figure, kind, at), numbers_only=numbers_only)
    return Current(name, kind, figure, stale=at >= end, words=words, until=end)


def _figure(row: Evidence) -> Figure:
    return Figure(kind=row.kind, value=row.value, as_at=row.as_at, address=row.address)
