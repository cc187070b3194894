"""Of whom something is held, asked by what lies above: what else is known of them stays too."""

from uuid import UUID

from django.apps import apps
from django.db.models import Q

from tutela.web.concerns.rules import IN_CASE
from tutela.web.core.actor import AnyActor
from tutela.web.retention.models import Hold


def list_held_people(actor: AnyActor) -> set[UUID]:
    """Everybody in a case or a concern that an open legal hold keeps, and in the other concerns of such a case."""
    holds = Hold.in_scope(actor).filter(end=None)
    cases, concerns = set(holds.values_list("case", flat=True)), set(holds.values_list("concern", flat=True))
    inside = apps.get_model("concerns", "ConcernEntry")._base_manager.filter(kind=IN_CASE, case__in=cases - {None})
    concerns |= set(inside.values_list("concern", flat=True))
    people = apps.get_model("concerns", "Involved")._base_manager
    rows = people.filter(Q(case__in=cases - {None}) | Q(concern__in=concerns - {None}), person__isnull=False)
    return set(rows.values_list("person", flat=True))
