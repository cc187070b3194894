"""Who is told next while nobody reads that somebody may be in danger now."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from tutela.web.concerns.models import Concern, ConcernEntry, Grant
from tutela.web.concerns.models.visibility import NOT_DESTROYED
from tutela.web.concerns.operations import routing
from tutela.web.concerns.queries.ways import Way, way_of
from tutela.web.concerns.rules import OUTSIDE_ORIGINS, cover
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import AuditEntry
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments

WITHIN_THE_HOUR = timedelta(hours=1)
"""Of what was told without an account only the hour is kept, so its clock begins when that is over."""


@operation
def escalate_unread(*, actor: AnyActor, at: datetime) -> int:
    """Open every urgent concern that nobody has read in time to those who come after the team; how many concerns.

    Each goes further once on each of its routes, however often this runs: that it was opened is kept. Read is read by
    whoever may, and what somebody of the team has reported is known to them.
    """
    taken = 0
    for place in establishments.list_establishments():
        for concern in _unread().filter(establishment=place, raised_at__lte=at - cover.UNREAD_FOR):
            way = way_of(concern, at=at)
            opened = set(Grant.objects.filter(concern=concern, ended_at=None).values_list("person_id", flat=True))
            next_told = [person for person in way.later if person.pk not in opened | {concern.raised_by_id}]
            if not next_told or not _is_due(concern, way, at):
                continue
            for person in next_told:
                routing.open_to(person, routing.UNREAD, place, at=at, concern=concern)
            audit.record(actor, "concern.escalate", concern, at=at, told=len(next_told))
            routing.post_notice(routing.CONCERN_UNREAD, concern, place, next_told, at=at)
            taken += 1
    return taken


def _unread() -> QuerySet[Concern]:
    """Urgent concerns on which nobody has taken a step; what its own reporter added to it is none."""
    steps = ConcernEntry.objects.filter(concern=OuterRef("pk")).exclude(kind="addition")
    rows = Concern.objects.filter(NOT_DESTROYED, ~Exists(steps), immediate_danger=True)
    return rows.select_related("establishment", "raised_by").order_by("raised_at")


def _is_due(concern: Concern, way: Way, at: datetime) -> bool:
    is_unnamed = concern.raised_by_id is None and concern.origin in OUTSIDE_ORIGINS
    since = concern.raised_at + (WITHIN_THE_HOUR if is_unnamed else timedelta(0))
    place = concern.establishment
    if not cover.due_steps(since, at, 1, lambda moment: establishments.next_covered(place, at=moment)):
        return False
    if concern.raised_by_id in {person.pk for person in way.told if person not in way.stand_ins}:
        return False
    return not AuditEntry.objects.filter(object=audit.name_of(concern), action="concern.read").exists()
