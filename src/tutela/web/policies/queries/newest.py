"""How the clauses of a version stand now, without their history: asked wherever versions are listed."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from tutela.web.policies.models import ClauseStanding


def list_newest(version_ids: Collection[UUID]) -> QuerySet[ClauseStanding]:
    """How each clause of these versions stands now: one row each, not their history."""
    rows = ClauseStanding._base_manager.filter(version__in=version_ids)
    later = ClauseStanding._base_manager.filter(
        version=OuterRef("version"), clause=OuterRef("clause"), at__gt=OuterRef("at")
    )
    return rows.filter(~Exists(later))


def count_untrue(version_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many clauses of these versions are known not to be true, by the version."""
    untrue = list_newest(version_ids).filter(standing=ClauseStanding.Standing.UNTRUE).order_by()
    return dict(untrue.values_list("version").annotate(Count("clause", distinct=True)))
