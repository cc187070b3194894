"""Which technologies there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.registers.kinds import TECHNOLOGIES
from tutela.web.registers.models import Risk, Technology, TechnologyTurn
from tutela.web.registers.rules.technologies import IN_USE, Assessment, assess, assessed_pct
from tutela.web.registers.shipped.risks import Risks, get_risks
from tutela.web.registers.shipped.technologies import Listed
from tutela.web.registers.shipped.technologies import list_technologies as list_listed


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that the library lists, and how it stands here before anybody has decided on it."""

    key: str
    listed: Listed
    kind: str
    assessment: Assessment


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


def list_assessments(actor: AnyActor, rows: Iterable[Technology], today: date) -> dict[UUID, Assessment]:
    """The same of each of these, by its key."""
    risks, judged = get_risks(), _list_judged(actor)
    return {row.pk: _assess(row, risks, judged, today) for row in rows}


def list_offered_technologies(actor: AnyActor, today: date) -> list[Offered]:
    """What the library lists and nobody has decided on here, with how far the risks of its kind are judged."""
    rows = Technology.visible_to(actor).values_list("library_key", "name")
    held = {text.casefold() for row in rows for text in row}
    risks, judged = get_risks(), _list_judged(actor)
    return [
        Offered(key, one, str(TECHNOLOGIES[one.kind]), _assess_kind(one.kind, None, risks, judged, today))
        for key, one in list_listed().items()
        if not {key, one.name.casefold()} & held
    ]


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
    return _assess_kind(technology.kind, technology.review_on, risks, judged, today)


def _assess_kind(
    kind: str, review_on: date | None, risks: Risks, judged: set[tuple[str, str]], today: date
) -> Assessment:
    wanted = [challenge for _kind, challenge in risks.pairs([kind])]
    return assess(wanted, {challenge for one, challenge in judged if one == kind}, review_on, today)


def list_turns(actor: AnyActor, technology: Technology) -> QuerySet[TechnologyTurn]:
    """Through which states it went, newest first."""
    rows = TechnologyTurn.visible_to(actor).filter(technology=technology).select_related("by")
    return rows.order_by("-at")
