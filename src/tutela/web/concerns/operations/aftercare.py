"""After a case was closed: checks at intervals, what was learned as an action; and cases that belong together."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q
from django.urls import reverse

from tutela.web.actions import operations as actions
from tutela.web.concerns.models import CaseLink, CheckAfter, Closing, SafeguardingCase
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.operations import cases, routing
from tutela.web.concerns.queries import ways
from tutela.web.concerns.queries.lists import last_step_of
from tutela.web.concerns.queries.people import open_all
from tutela.web.concerns.queries.relinking import list_mistaken_names
from tutela.web.concerns.rules import NotAllowed, aftercare, names
from tutela.web.concerns.shipped.lists import list_checks
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments

CHECK_DUE = Notice(
    "concern.check-due",
    "A closed case is to be looked at again",
    "A case at {establishment} was closed some time ago, and today is the day to ask whether all is well. Sign in to "
    "answer.",
)


def set_checks(closing: Closing, *, at: datetime) -> None:
    """Set the days on which a case that was closed just now is looked at again (requirement S3.39)."""
    closed_on = establishments.local_day(closing.establishment, at)
    for name, due_on in aftercare.due_dates(closed_on, [(check.id, check.days) for check in list_checks()]):
        CheckAfter(
            establishment_id=closing.establishment_id,
            case_id=closing.case_id,
            closing=closing,
            check_id=name,
            due_on=due_on,
        ).save()


@operation
def answer_check(
    *, actor: AnyActor, case_id: UUID, version: int, check_id: UUID, is_fine: bool, words: str, at: datetime
) -> None:
    """Say whether all is well, and how that is known. Where it is not, the case opens again.

    Raises `CaseChanged`, `NotAllowed`.
    """
    case, key = cases.lock(actor, case_id, version)
    last = Closing.in_scope(actor).filter(case=case).order_by("entry__number").last()
    check = CheckAfter.in_scope(actor).filter(pk=check_id, closing=last, entry=None).first()
    if check is None or not cases.is_closed(case):
        raise NotAllowed("This was answered already, or the case is open again")
    if not words.strip():
        raise NotAllowed("Say how you know")
    check.entry = cases.write(case, actor, "check-answered", words, key, at=at)
    check.is_fine = is_fine
    check.save(update_fields=["entry", "is_fine"])
    audit.record(actor, "case.answer-check", case, at=at, check=check.check_id, is_fine=is_fine)
    if not is_fine:
        cases.write(case, actor, "reopened", words, key, at=at)
        audit.record(actor, "case.reopen", case, at=at)


@operation
def remind_of_checks(*, actor: AnyActor, at: datetime) -> int:
    """Tell whoever a closed case goes to that its day to be looked at again has come, once; how many were told of."""
    told = 0
    for place in establishments.list_establishments():
        today = establishments.local_day(place, at)
        due = CheckAfter.objects.filter(establishment=place, entry=None, reminded_at=None, due_on__lte=today)
        newest = Closing.objects.filter(case=OuterRef("case")).order_by("-entry__number").values("pk")[:1]
        due = due.alias(step=last_step_of(OuterRef("case"))).filter(step="outcome", closing=newest)
        for check in due.select_related("case__establishment"):
            way = _way_of(check.case, at=at)
            link = reverse("concerns:case", args=[check.case_id])
            routing.post_notice(CHECK_DUE, check.case, place, way.told, link=link, at=at)
            check.reminded_at = at
            check.save(update_fields=["reminded_at"])
            told += 1
    return told


@operation
def link_cases(
    *, actor: AnyActor, case_id: UUID, version: int, other_id: UUID, words: str, at: datetime
) -> SafeguardingCase:
    """Say that two cases have to do with each other; it stands in the chronology of both. Gives the other one.

    Both have to go to the same people. Raises `CaseChanged`, `NotAllowed`.
    """
    if other_id == case_id:
        raise NotAllowed("This is the case itself")
    for one in sorted((case_id, other_id)):  # in one order, so that two who link the same do not wait for each other
        cases.lock(actor, one)
    case, key = cases.lock(actor, case_id, version)
    other, other_key = cases.lock(actor, other_id)
    if route_now(case) != route_now(other):
        raise NotAllowed("The other case goes to other people, so the two cannot be linked")
    if CaseLink.in_scope(actor).filter(case=case, other=other).exists():
        raise NotAllowed("The two are linked already")
    if not words.strip():
        raise NotAllowed("Say what they have to do with each other")
    for one, its_key, two in ((case, key, other), (other, other_key, case)):
        entry = cases.write(one, actor, "case-linked", words, its_key, at=at)
        CaseLink(establishment_id=one.establishment_id, case=one, other=two, entry=entry).save()
    audit.record(actor, "case.link", case, at=at, other=str(other.pk))
    return other


@operation
def act_on_lesson(*, actor: AnyActor, case_id: UUID, title: str, due_on: date, at: datetime) -> Any:
    """Make what was learned something to do for the whole establishment, outside the case and readable there.

    Its words may name nobody of the case. Raises `NotAllowed`.
    """
    case = get_visible(SafeguardingCase, actor, case_id)
    closing = Closing.in_scope(actor).filter(case=case, is_lesson=True).order_by("entry__number").last()
    if closing is None:
        raise NotAllowed("This case was not closed with a lesson")
    if found := names.find_names(title, [one.name for one in open_all(actor, case)] + list_mistaken_names(actor, case)):
        raise NotAllowed(f"Others will read this, and it names {', '.join(found)}. Say it without names")
    action = actions.open_action(
        actor=actor,
        at=at,
        establishment_id=case.establishment_id,
        title=title,
        due_on=due_on,
        source="Learned from a case",
        # of the closing, which nobody else can find: it leads nobody to the case
        origin=f"lesson:{closing.pk}",
    )
    audit.record(actor, "case.act-on-lesson", case, at=at)
    return action


def _way_of(case: SafeguardingCase, *, at: datetime) -> ways.Way:
    concerns = list(ways.list_concerns(case))
    people = Q(case=case) | Q(concern__in=concerns)
    kept_out = ways.list_kept_out(people, concerns, at=at, case=case)
    return ways.find_way(case.establishment, about=ways.list_people(people), urgent=False, at=at, kept_out=kept_out)
