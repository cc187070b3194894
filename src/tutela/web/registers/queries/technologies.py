"""Which technologies there are."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.registers.models import Risk, Technology, TechnologyTurn
from tutela.web.registers.rules.technologies import IN_USE, Assessment, assess, assessed_pct
from tutela.web.registers.shipped.risks import Risks, get_risks


def list_technologies(actor: AnyActor, state: str = "") -> QuerySet[Technology]:
    """All that the actor may see, by name; of one state where one is given."""
    rows = Technology.visible_to(actor).select_related("owner").order_by("name", "pk")
    return rows.filter(state=state) if state else rows


def list_technologies_in_use(actor: AnyActor) -> list[Technology]:
    """What is in use now, by name: each has `.name` and `.kind` (a key of `kinds.TECHNOLOGIES`)."""
    return list(list_technologies(actor, IN_USE))


def count_technologies(actor: AnyActor) -> Counter[str]:
    """How many there are in each state."""
    return Counter(Technology.visible_to(actor).values_list("state", flat=True))


def get_assessment(actor: AnyActor, technology: Technology, today: date) -> Assessment:
    """How far the risks that come with it have been judged."""
    return _assess(technology, get_risks(), _list_judged(actor), today)


def list_missing(actor: AnyActor, technology: Technology, assessment: Assessment) -> list[tuple[str, UUID | None]]:
    """What is still to be judged: its title, and its risk where the register holds one already."""
    made = dict(Risk.visible_to(actor).filter(kind=technology.kind).values_list("challenge", "pk"))
    known = get_risks().challenges
    return [(known[one].title, made.get(one)) for one in assessment.missing]


def get_assessed_pct(establishment_id: int, today: date) -> float | None:
    """Of what is in use, which share (0-100) has all its risks judged and no review that is late."""
    actor = SystemActor("evidence", establishment_id)
    risks, judged = get_risks(), _list_judged(actor)
    return assessed_pct(_assess(row, risks, judged, today) for row in list_technologies_in_use(actor))


def _list_judged(actor: AnyActor) -> set[tuple[str, str]]:
    return set(Risk.visible_to(actor).exclude(judged_at=None).values_list("kind", "challenge"))


def _assess(technology: Technology, risks: Risks, judged: set[tuple[str, str]], today: date) -> Assessment:
    wanted = [challenge for _kind, challenge in risks.pairs([technology.kind])]
    known = {challenge for kind, challenge in judged if kind == technology.kind}
    return assess(wanted, known, technology.review_on, today)


def list_turns(actor: AnyActor, technology: Technology) -> QuerySet[TechnologyTurn]:
    """Through which states it went, newest first."""
    rows = TechnologyTurn.visible_to(actor).filter(technology=technology).select_related("by")
    return rows.order_by("-at")
