"""A case is restricted to named people, others are named or no longer are, and it is open to its team again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from tutela.web.concerns import rules
from tutela.web.concerns.models import BrokenGlass, Grant, Restriction, SafeguardingCase
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.operations import cases, routing, sealed
from tutela.web.concerns.queries import ways
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core import audit, outbox, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments

NAMED = "Named in a restricted case"
CASE_OPENED = Notice(
    "case.opened-to-you",
    "A case was opened to you",
    "A case at {establishment} that only named people may read was opened to you. Sign in to read it.",
)


@operation
def set_readers(
    *,
    actor: AnyActor,
    case_id: UUID,
    version: int,
    people: Collection[UUID],
    words: str,
    at: datetime,
    is_sealed: bool = False,
) -> None:
    """Let only these people read a case, or with nobody named its whole team again; why stands in the chronology.

    Whoever leads the case decides, and stays named unless somebody else is. Nobody is named who is kept from it.
    is_sealed: it opens with their own keys alone, not with the establishment's.
    Raises `CaseChanged`, `rules.NotAllowed`, `sealing.KeyLocked`.
    """
    case, _key = cases.lock(actor, case_id, version)
    if not rules.may_close_case(actor.may(Permission.CASE_CLOSE), route_now(case), actor.roles):
        raise NotAllowed("Whoever leads the case decides who may read it")
    if not words.strip():
        raise NotAllowed("Say why")
    able = {one.pk: one for one in list_may_be_named(case, at=at)}
    if set(people) - able.keys():
        raise NotAllowed("Somebody you chose may not read this case")
    running = Restriction.in_scope(actor).filter(case=case, until_at=None)
    grants = Grant.in_scope(actor).filter(case=case, ended_at=None)
    before = set(grants.values_list("person_id", flat=True)) if running.exists() else set()
    if not people and not running.exists():
        raise NotAllowed("It is open to its whole team already")
    grants.exclude(person__in=people).update(ended_at=at)
    if people and not running.exists():
        grants.update(ended_at=at)
        Restriction(establishment_id=case.establishment_id, case=case, from_at=at).save()
        BrokenGlass.in_scope(actor).filter(case=case, until_at__gt=at, opened_at__lt=at).update(until_at=at)
    if not people:
        running.update(until_at=at)
    new = [able[pk] for pk in people if pk not in before]
    for person in new:
        routing.open_to(person, NAMED, case.establishment, at=at, case=case)
    if people and is_sealed:
        sealed.seal_to(actor, case, [able[pk] for pk in people], at=at)
    else:
        sealed.release(actor, case, at=at)
    names = ", ".join(sorted(able[pk].full_name for pk in people))
    said = f"{'Sealed' if is_sealed else 'Restricted'} to {names}" if people else "Open to its whole team again"
    cases.write(case, actor, "decision", f"{said}. {words}", sealing.open_to_write(case.case_key), at=at)
    audit.record(
        actor, "case.set-readers", case, at=at, named=len(people), new=len(new), ended=len(before - set(people))
    )
    told = [one for one in new if one.pk != actor.person_id]
    _tell(case, told, at=at)


def list_may_be_named(case: SafeguardingCase, *, at: datetime) -> list[Any]:
    """Who holds a role that reads cases and is not kept from this one, asked as themselves."""
    return [one for one in _list_holders(case, at=at) if routing.may_read(one, case, at=at)]


def _list_holders(case: SafeguardingCase, *, at: datetime) -> list[Any]:
    roles = dict.fromkeys(role for roles in rules.ROUTE_ROLES.values() for role in roles)
    return list(establishments.list_holders(case.establishment, *roles, at=at))


def keep_held(actor: AnyActor, case: SafeguardingCase, *, at: datetime) -> bool:
    """Where nobody named in a restricted case may read it any more, name those to whom it goes by their roles.

    Of those, who may be named; where that is nobody, nothing happens until somebody may.
    """
    if routing.list_able(case, at=at):
        return False
    about = ways.list_people(Q(case=case) | Q(concern__in=ways.list_concerns(case)))
    able = {one.pk for one in list_may_be_named(case, at=at)}
    others = {one.pk for one in _list_holders(case, at=at)} - able
    found = ways.find_way(case.establishment, about=about, urgent=False, at=at, kept_out=others)
    told = [one for one in found.told if one.pk in able]
    if not told:
        return False
    for person in told:
        routing.open_to(person, NAMED, case.establishment, at=at, case=case)
    audit.record(actor, "case.keep-held", case, at=at, named=len(told))
    _tell(case, told, at=at)
    return True


def _tell(case: SafeguardingCase, people: Collection[Any], *, at: datetime) -> None:
    place = case.establishment
    for person in people:
        outbox.post(
            CASE_OPENED,
            to=person.email,
            at=at,
            link=reverse("concerns:case", args=[case.pk]),
            establishment_id=place.pk,
            establishment=place.name,
        )
