"""What does not add up, over all actions that somebody may see."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max, Q

from tutela.web.actions.models import Action, Proof
from tutela.web.actions.queries.bars import read_figures, stand_of
from tutela.web.actions.rules import checks, circles, states
from tutela.web.actions.rules.checks import Facts, Fault
from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment


def list_what_does_not_add_up(
    actor: AnyActor, establishment: Establishment, at: datetime
) -> list[tuple[Fault, list[Action]]]:
    """Each fault that there is, with its actions; what is due first stands first. Ended ones count for a year."""
    today = establishments.local_day(establishment, at)
    recent = Q(state=states.OPEN) | Q(state=states.DONE, ended_at__gt=at - states.WATCHED_FOR)
    rows = Action.visible_to(actor).filter(recent, establishment=establishment)
    rows = rows.annotate(awaited=Max("depends_on__due_on", filter=Q(depends_on__state=states.OPEN)))
    rows = list(rows.select_related("owner__establishment").order_by(F("due_on").asc(nulls_last=True), "title"))
    waits: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other in Action.in_scope(actor).filter(state=states.OPEN).values_list("pk", "depends_on__pk"):
        if other:
            waits[one].add(other)
    circular, figures = circles.list_circular(waits), read_figures(establishment.pk, at)
    given = Proof.visible_to(actor).order_by("given_at").values_list("action_id", "holds_until")
    proofs: dict[UUID, date | None] = dict(given)
    replaced = {row.follows_id for row in rows} | set(
        Action.in_scope(actor).filter(follows__isnull=False).values_list("follows_id", flat=True)
    )
    found: dict[Fault, list[Action]] = defaultdict(list)
    for row in rows:
        stand = stand_of(row, at, figures)
        facts = Facts(
            state=row.state,
            has_owner=row.owner is not None,
            owner_has_left=row.owner is not None and establishments.has_left(row.owner, at=at),
            due_on=row.due_on,
            is_circular=row.pk in circular,
            has_proof=row.pk in proofs,
            holds_until=proofs.get(row.pk),
            bearing=stand.bearing if stand else None,
            is_followed=row.pk in replaced,
            last_awaited_due=row.awaited,
        )
        for fault in checks.list_faults(facts, today):
            found[fault].append(row)
    return [(fault, found[fault]) for fault in Fault if fault in found]
