"""What is known now, and how it was before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.evidence import rules
from tutela.web.evidence.kinds import Kind, list_kinds
from tutela.web.evidence.models import Evidence
from tutela.web.evidence.rules import Figure

RECENT = timedelta(days=35)
"""Most kinds were written within it, and it holds a small part of all rows."""


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


def list_current(
    actor: AnyActor, establishment_id: int, at: datetime, *, only: Collection[str] | None = None
) -> dict[str, Current]:
    """Every kind by its name, with the newest figure that was known at that time. only: of these kinds alone."""
    kinds = list_kinds()
    if only is not None:
        kinds = {name: kinds[name] for name in only if name in kinds}
    newest = _newest(actor, establishment_id, at, kinds)
    numbers_only = not (actor.is_system or actor.may(Permission.ALERT_READ))
    return {name: _current(name, kind, newest.get(name), at, numbers_only=numbers_only) for name, kind in kinds.items()}


def known_of(current: Mapping[str, Current]) -> dict[str, tuple[Kind, Figure | None]]:
    """Each kind with its figure, as rules ask for it."""
    return {name: (one.kind, one.figure) for name, one in current.items()}


def list_history(actor: AnyActor, establishment_id: int, kind: str, since: datetime) -> list[Figure]:
    """The figures of a kind from a moment on, oldest first."""
    rows = Evidence.visible_to(actor).filter(establishment_id=establishment_id, kind=kind, about="", as_at__gte=since)
    return [_figure(row) for row in rows.order_by("as_at")]


def _newest(actor: AnyActor, establishment_id: int, at: datetime, kinds: Collection[str]) -> dict[str, Figure]:
    """Of each kind the newest figure; one twice as old as any may get is as good as none.

    A school writes tens of thousands of figures a year. So the index says when each kind was last known, at first of
    the last weeks alone, and only the rows of those moments are read.
    """
    longest = max(kind.fresh_days for kind in list_kinds().values())
    rows = Evidence.visible_to(actor).filter(establishment_id=establishment_id, about="")
    last: dict[str, datetime] = {}
    for since in (at - RECENT, at - timedelta(days=2 * longest)):
        if missing := [name for name in kinds if name not in last]:
            known = rows.filter(kind__in=missing, as_at__lte=at, as_at__gte=since)
            last |= dict(known.order_by().values_list("kind").annotate(Max("as_at")))
    # among them are rows of other kinds' moments, which are older than the last of their own
    found = rows.filter(kind__in=last, as_at__in=set(last.values())).order_by("as_at") if last else ()
    return {row.kind: _figure(row) for row in found}


def _current(name: str, kind: Kind, figure: Figure | None, at: datetime, *, numbers_only: bool) -> Current:
    if figure is None:
        return Current(name, kind, None, stale=False, words="", until=None)
    end = rules.until(kind, figure.as_at)
    words = rules.in_words(kind, rules.value_at(figure, kind, at), numbers_only=numbers_only)
    return Current(name, kind, figure, stale=at >= end, words=words, until=end)


def _figure(row: Evidence) -> Figure:
    return Figure(kind=row.kind, value=row.value, as_at=row.as_at, address=row.address)
