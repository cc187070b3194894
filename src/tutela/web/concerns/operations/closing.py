"""Closing a case: outcome, support for every bystander, and what the establishment learned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tutela.web.concerns import rules
from tutela.web.concerns.models import (
    Action,
    CaseEntry,
    Closing,
    ConcernEntry,
    GroupSupport,
    Involved,
    SupportDecision,
)
from tutela.web.concerns.models.visibility import STILL_INSIDE, route_now
from tutela.web.concerns.operations import cases
from tutela.web.concerns.operations.aftercare import set_checks
from tutela.web.concerns.queries.playbooks import list_missing
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Support:
    """What support a bystander gets: one of `rules.SUPPORT`, and words about it."""

    decision: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class GroupSupportGiven:
    """What support a group gets that saw or heard it: who they are, the decision and its reason.

    `covers_named`: it holds for each person of the case who saw or heard it, too.
    """

    who: str
    decision: str
    words: str
    covers_named: bool = False


@operation
def close_case(
    *,
    actor: AnyActor,
    case_id: UUID,
    version: int,
    outcome: str,
    words: str,
    support: Mapping[UUID, Support],
    is_lesson: bool,
    lesson: str,
    group: GroupSupportGiven | None = None,
    at: datetime,
) -> Closing:
    """Close a case. `support` is by the key of the bystander's row; `lesson` is what was learned, or why nothing was.

    The days on which it is looked at again are set with it.

    Raises `CaseChanged`, `rules.NotAllowed` naming all that is missing.
    """
    case, key = cases.lock(actor, case_id, version)
    if not rules.may_close_case(actor.may(Permission.CASE_CLOSE), route_now(case), actor.roles):
        raise NotAllowed("You may not close this case")
    rules.follow_case(cases.is_closed(case), "outcome")
    inside = ConcernEntry.in_scope(actor).filter(STILL_INSIDE, case=case, kind=rules.IN_CASE)
    bystanders = list(
        Involved.in_scope(actor).filter(
            Q(case=case) | Q(concern__in=inside.values("concern")),
            role="bystander",
        )
    )
    done = CaseEntry.in_scope(actor).filter(action=OuterRef("pk"), kind="action-done")
    open_actions = Action.in_scope(actor).filter(~Exists(done), case=case).count()
    given = dict(support)
    if group and group.covers_named:
        given = {row.pk: Support(group.decision, group.words) for row in bystanders} | given
    undecided = [row for row in bystanders if row.pk not in given]
    missing = rules.missing_for_closing(open_actions, ["each person who saw or heard it"] if undecided else [])
    missing += list_missing(actor, case)
    if not lesson.strip():
        missing.append("Say what was learned, or why nothing was")
    if group and not (group.who.strip() and group.words.strip()):
        missing.append("Say who the group is, and why it gets this support")
    if missing:
        raise NotAllowed(". ".join(missing))
    entry = cases.write(case, actor, "outcome", words, key, at=at)
    closing = Closing(
        establishment_id=case.establishment_id, case=case, entry=entry, outcome=outcome, is_lesson=is_lesson
    )
    sealing.seal_field(closing, "sealed_lesson", lesson, key)
    closing.save()
    for row in bystanders:
        chosen = given[row.pk]
        decision = SupportDecision(
            establishment_id=case.establishment_id, closing=closing, involved=row, decision=chosen.decision
        )
        sealing.seal_field(decision, "sealed_text", chosen.words, key)
        decision.save()
    if group:
        together = GroupSupport(establishment_id=case.establishment_id, closing=closing, decision=group.decision)
        sealing.seal_field(together, "sealed_group", group.who, key)
        sealing.seal_field(together, "sealed_text", group.words, key)
        together.save()
    set_checks(closing, at=at)
    audit.record(actor, "case.close", case, at=at, outcome=outcome, is_lesson=is_lesson)
    return closing
