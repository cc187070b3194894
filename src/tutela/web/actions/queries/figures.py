"""How well actions are kept, in two figures."""

from datetime import datetime

from django.db.models import Q

from tutela.web.actions.models import Action, Proof
from tutela.web.actions.rules import states
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment


def get_figures(establishment_id: int, at: datetime) -> tuple[int, float | None]:
    """How many are overdue, and which share (0-100) of those closed within a year cite evidence; None if none closed.

    To cite evidence is to name what somebody else can look at: a live figure, a document or a link. Counts of no
    person, for every reader: so the rows are read round the scope.
    """
    here = Action._base_manager.filter(establishment_id=establishment_id)
    establishment = Establishment.objects.get(pk=establishment_id)
    today = establishments.local_day(establishment, at)
    overdue = here.filter(state=states.OPEN, due_on__lt=today).count()
    closed = here.filter(state=states.DONE, ended_at__gt=at - states.WATCHED_FOR, ended_at__lte=at)
    total = closed.count()
    if not total:
        return overdue, None
    citing = Proof._base_manager.filter(~Q(bar_kind="") | ~Q(link="") | Q(files__isnull=False))
    return overdue, round(100 * closed.filter(pk__in=citing.values("action_id")).count() / total, 1)
