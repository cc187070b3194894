"""Opening a case in an emergency: for an hour, to be read only, with others told at once, and reviewed afterwards."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from tutela.web.concerns import rules
from tutela.web.concerns.models import BrokenGlass, ConcernEntry, Involved, SafeguardingCase
from tutela.web.concerns.models.visibility import STILL_INSIDE, on_the_way, unexcluded_cases
from tutela.web.concerns.operations import cases, routing
from tutela.web.concerns.queries import ways
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor, AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.core.permissions import Permission
from tutela.web.core.templatetags.when import school_days_between
from tutela.web.establishments import queries as establishments

OPEN_FOR = timedelta(minutes=60)
REVIEWED_WITHIN = 5
"""School days after which an opening that nobody has reviewed is an alarm."""

GLASS_BROKEN = Notice(
    "concern.glass-broken",
    "A case was opened in an emergency",
    "Somebody at {establishment} who does not work on a case has opened it in an emergency, for an hour. Sign in to "
    "read who and why, and review it within five school days.",
)
GLASS_UNREVIEWED = Notice(
    "concern.glass-unreviewed",
    "An emergency opening of a case was not reviewed",
    "A case at {establishment} was opened in an emergency more than five school days ago, and nobody has said yet "
    "whether that was right. Sign in to review it.",
)
GLASS_TOLD = Notice(
    "concern.glass-told",
    "A case was opened in an emergency",
    "Somebody at {establishment} who does not work on a case has opened it in an emergency, for an hour. You are told "
    "so that not only whoever opened it knows. Those who work on the case review it within five school days.",
)
GLASS_STILL_UNREVIEWED = Notice(
    "concern.glass-still-unreviewed",
    "An emergency opening of a case was not reviewed",
    "A case at {establishment} was opened in an emergency more than five school days ago, and nobody who works on it "
    "has said yet whether that was right. Ask the safeguarding lead to review it.",
)
TOLD_AT_LEAST = 2
BESIDE_THE_LEAD = ("deputy-dsl", "head", "chair", "trust-lead")
"""Who is the second to be told, the first of these who is there and has no part in the case."""


class NothingToOpen(Exception):
    """No case of this person may be opened so: there is none, or none for whoever asks. It is one answer."""


@operation
def break_glass(*, actor: Actor, person_id: UUID, reason: str, at: datetime) -> list[BrokenGlass]:
    """Open the cases in which somebody is to be read for an hour. The lead and one more are told at once, two at least;
    whoever of them does not read cases is told without a way to it.

    No exclusion is overridden: what is about the actor, or kept from them, stays shut. Only what goes to the
    safeguarding team can be opened so. Raises `NotAllowed`, `NothingToOpen`.
    """
    if not actor.may(Permission.CASE_BREAK_GLASS):
        raise NotAllowed("You may not open a case in an emergency")
    if not reason.strip():
        raise NotAllowed("Say what the emergency is")
    audit.record(actor, "case.ask-to-break-glass", f"person:{person_id}", at=at)
    inside = ConcernEntry.in_scope(actor).filter(STILL_INSIDE, kind=rules.IN_CASE)
    rows = Involved.in_scope(actor).filter(person=person_id, was_typed=False).exclude(role="reporter")
    shut = unexcluded_cases(on_the_way(SafeguardingCase.in_scope(actor), "case"), actor).filter(
        Q(pk__in=rows.values("case")) | Q(pk__in=inside.filter(concern__in=rows.values("concern")).values("case")),
        goes_to="dsl",
    )
    shut = shut.exclude(pk__in=SafeguardingCase.visible_to(actor).values("pk"))
    opened = [_open(actor, case, reason, at) for case in shut.select_related("establishment", "case_key")]
    if not opened:
        raise NothingToOpen
    return opened


@operation
def review_glass(
    *, actor: AnyActor, case_id: UUID, opening_id: UUID, was_right: bool, words: str, at: datetime
) -> None:
    """Say whether an emergency opening was right, and why. Nobody reviews their own. Raises `NotAllowed`."""
    case, key = cases.lock(actor, case_id)
    opening = BrokenGlass.in_scope(actor).filter(pk=opening_id, case=case, reviewed_at=None).first()
    if opening is None or opening.person_id == actor.person_id:
        raise NotAllowed("This was reviewed already, or was your own")
    if not words.strip():
        raise NotAllowed("Say why it was right, or why it was not")
    cases.write(case, actor, "glass-reviewed", words, key, at=at)
    opening.reviewed_at, opening.reviewed_by_id, opening.was_right = at, actor.person_id, was_right
    opening.save(update_fields=["reviewed_at", "reviewed_by", "was_right"])
    audit.record(actor, "case.review-glass", case, at=at, was_right=was_right)


@operation
def alarm_about_glass(*, actor: AnyActor, at: datetime) -> int:
    """Tell those who were told again, once, of openings that nobody has reviewed within five school days; how many."""
    alarms = 0
    for opening in BrokenGlass.objects.filter(reviewed_at=None, alarmed_at=None).select_related("case__establishment"):
        place = opening.case.establishment
        opened_on = establishments.local_day(place, opening.opened_at)
        if school_days_between(opened_on, establishments.local_day(place, at)) <= REVIEWED_WITHIN:
            continue
        _tell(opening.case, opening.told.all(), GLASS_UNREVIEWED, GLASS_STILL_UNREVIEWED, at=at)
        opening.alarmed_at = at
        opening.save(update_fields=["alarmed_at"])
        audit.record(actor, "case.glass-unreviewed", opening.case, at=at)
        alarms += 1
    return alarms


def _open(actor: Actor, case: SafeguardingCase, reason: str, at: datetime) -> BrokenGlass:
    told = _list_told(case, actor, at)
    if len(told) < TOLD_AT_LEAST:
        raise NotAllowed(
            "Two others have to be told, and they are not there: name a deputy or a chair. If somebody is in danger "
            "now, call 999"
        )
    entry = cases.write(case, actor, "glass-broken", reason, sealing.open_case_key(case.case_key), at=at)
    opening = BrokenGlass(
        establishment_id=case.establishment_id,
        case=case,
        entry=entry,
        person_id=actor.person_id,
        opened_at=at,
        until_at=at + OPEN_FOR,
    )
    opening.save(force_insert=True)
    opening.told.set(told)
    _tell(case, told, GLASS_BROKEN, GLASS_TOLD, at=at)
    audit.record(actor, "case.break-glass", case, at=at, told=len(told), entry=str(entry.pk))
    return opening


def _list_told(case: SafeguardingCase, actor: Actor, at: datetime) -> list[Any]:
    """The leads and one more, and two at least where they are there; never whoever opens it, whom it is about, or whom
    a conflict keeps from it.
    """
    place, concerns = case.establishment, tuple(ways.list_concerns(case))
    people = Q(case=case) | Q(concern__in=concerns)
    out = {actor.person_id, *ways.list_people(people), *ways.list_kept_out(people, concerns, at=at, case=case)}

    def able(role: str) -> list[Any]:
        return [one for one in establishments.list_holders(place, role, at=at) if one.pk not in out]

    leads = able("dsl")
    others = list(dict.fromkeys(one for role in BESIDE_THE_LEAD for one in able(role) if one not in leads))
    return [*leads, *others[: max(1, TOLD_AT_LEAST - len(leads))]]


def _tell(case: SafeguardingCase, people: Iterable[Any], way_in: Notice, nothing_more: Notice, *, at: datetime) -> None:
    """With the way to the case for those who work on such cases; for the others only that it was opened."""
    place = case.establishment
    works = {one.pk for one in establishments.list_holders(place, *rules.ROUTE_ROLES["dsl"], at=at)}
    people = list(people)
    readers = [one for one in people if one.pk in works]
    link = reverse("concerns:case", args=[case.pk])
    routing.post_notice(way_in, case, place, readers, link=link, at=at)
    routing.post_notice(nothing_more, case, place, [one for one in people if one not in readers], link="", at=at)
