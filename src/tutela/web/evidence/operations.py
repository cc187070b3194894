"""The only way in which evidence comes to be."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from tutela.web.core.actor import AnyActor, SystemActor, acting_as
from tutela.web.core.operation import operation
from tutela.web.evidence import rules
from tutela.web.evidence.kinds import list_kinds
from tutela.web.evidence.models import Evidence
from tutela.web.evidence.queries import get_last
from tutela.web.evidence.rules import Figure


class UnknownKind(ValueError):
    """No kind of evidence has this name; library/evidence.yaml lists them."""


@operation
def publish(*, actor: AnyActor, at: datetime, establishment_id: int, figures: Iterable[Figure]) -> int:
    """Keep the figures that say something new, and say how many. Twice with the same changes nothing.

    Raises `UnknownKind`.
    """
    kinds, kept = list_kinds(), 0
    for figure in figures:
        if figure.kind not in kinds:
            raise UnknownKind(figure.kind)
        last = get_last(establishment_id, figure.kind)
        if not rules.needs_writing(last, figure, kinds[figure.kind]):
            continue
        Evidence.objects.create(
            establishment_id=establishment_id,
            kind=figure.kind,
            value=figure.value,
            as_at=figure.as_at,
            address=figure.address,
        )
        kept += 1
    return kept


def show_at_once(
    establishment: Any, at: datetime, list_figures: Callable[[Any, datetime], Iterable[Figure]], *, purpose: str
) -> None:
    """Publish what can be shown of an establishment now.

    A part does so inside the transaction that changed it, so that the seven steps and the levels of reviews never lag
    behind what somebody has just done; the worker does so for all parts.
    """
    system = SystemActor(purpose, establishment.pk)
    with acting_as(system):
        figures = list(list_figures(establishment, at))
    publish(actor=system, at=at, establishment_id=establishment.pk, figures=figures)
