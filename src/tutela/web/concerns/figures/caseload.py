"""How much work there is."""

from django.db.models import OuterRef

from tutela.web.concerns.models.visibility import NOT_DESTROYED
from tutela.web.concerns.queries.counts import usual_cases
from tutela.web.concerns.queries.lists import last_step_of
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission


def count_open_now(actor: AnyActor) -> int:
    """Open cases that go to the safeguarding lead."""
    if not (actor.may(Permission.REPORT_READ) or actor.may(Permission.CONCERN_READ)):
        return 0
    cases = usual_cases(actor).filter(NOT_DESTROYED).annotate(last=last_step_of(OuterRef("pk")))
    return int(cases.exclude(last="outcome").count())
