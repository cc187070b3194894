"""Which surveys there are, and which ask whom."""

from datetime import date

from django.db.models import QuerySet

from tutela.web.core.actor import Actor, AnyActor, SystemActor
from tutela.web.engagement.models import SheetBatch, Survey, SurveyMark, SurveyOutcome
from tutela.web.engagement.queries.people import Own
from tutela.web.engagement.rules.counting import THRESHOLD


def list_surveys(actor: AnyActor, state: str) -> QuerySet[Survey]:
    """Those in a state, the newest first."""
    return Survey.visible_to(actor).filter(state=state).order_by("-closed_on", "-opened_on", "-made_at")


def list_asked(actor: Actor, own: Own | None) -> list[Survey]:
    """The open ones that ask this person and that they have not answered, the first to end first."""
    if own is None:
        return []
    answered = SurveyMark.visible_to(actor).values("survey")
    rows = Survey.visible_to(actor).filter(state=Survey.State.OPEN).exclude(pk__in=answered).order_by("closes_on")
    return [row for row in rows if own.is_asked(row)]


def has_answered(actor: Actor, survey: Survey) -> bool:
    """Whether this person has answered, as long as the survey is open."""
    return SurveyMark.visible_to(actor).filter(survey=survey).exists()


def list_outcomes(actor: AnyActor, survey: Survey) -> QuerySet[SurveyOutcome]:
    """What was told of it, newest first."""
    return SurveyOutcome.visible_to(actor).filter(survey=survey).select_related("by").order_by("-at")


def list_outcomes_for(actor: Actor, own: Own | None, *, most: int = 5) -> list[SurveyOutcome]:
    """What came of surveys that asked people like this person, newest first."""
    rows = SurveyOutcome.visible_to(actor).select_related("survey").order_by("-at")
    return [row for row in rows if own and own.is_asked(row.survey)][:most]


def list_overdue(establishment_id: int, today: date) -> list[Survey]:
    """Open ones whose last day has passed."""
    rows = Survey.in_scope(SystemActor("end surveys", establishment_id))
    return list(rows.filter(state=Survey.State.OPEN, closes_on__lt=today))


def get_last_ended(establishment_id: int, audience: str) -> Survey | None:
    """The last that ended with answers enough to show anything."""
    rows = Survey.in_scope(SystemActor("evidence", establishment_id))
    ended = rows.filter(audience=audience, state=Survey.State.CLOSED, answered__gte=THRESHOLD)
    return ended.order_by("-closed_on").first()


def list_that_say_something(actor: AnyActor) -> QuerySet[Survey]:
    """Those that ended with answers enough to show anything, the newest first."""
    return list_surveys(actor, Survey.State.CLOSED).filter(answered__gte=THRESHOLD)


def list_batches(actor: AnyActor, survey: Survey) -> QuerySet[SheetBatch]:
    """The stacks on paper that were counted in, the newest first."""
    return SheetBatch.visible_to(actor).filter(survey=survey).select_related("by").order_by("-at")
