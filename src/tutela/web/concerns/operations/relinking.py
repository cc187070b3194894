"""Putting right who was linked by mistake: their row is masked and stays, and somebody else may stand in its place."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, ConcernEntry, Involved, Relinked, SafeguardingCase
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.operations import cases, circumstances, concerns, following, naming
from tutela.web.concerns.queries import ways
from tutela.web.concerns.queries.people import list_involved
from tutela.web.concerns.rules import NotAllowed, PersonInConcern
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible


@operation
def put_right_in_concern(
    *,
    actor: AnyActor,
    concern_id: UUID,
    version: int,
    involved_ids: Collection[UUID],
    person: PersonInConcern | None,
    reason: str,
    at: datetime,
) -> None:
    """Mask who was linked by mistake in one concern; `person` stands in their place, with a part of their own, or
    nobody does. What was judged of whoever is masked stays with them.

    `version` is the number of the concern's last entry as it was read; a case that it is part of says so too.
    Raises `ConcernChanged`, `NotAllowed`, `UnknownPerson`.
    """
    concern = concerns.lock(actor, concern_id)
    concerns.check_version(concern, version)
    entry = ConcernEntry.in_scope(actor).filter(concern=concern, kind=rules.IN_CASE).first()
    case = cases.lock(actor, entry.case_id)[0] if entry else None
    among = Involved.in_scope(actor).filter(concern=concern, pk__in=involved_ids)
    _check_found(among, involved_ids)
    _put_right(actor, among, _Matter([concern], case), person, reason, at=at)


@operation
def put_right_in_case(
    *,
    actor: AnyActor,
    case_id: UUID,
    version: int,
    involved_ids: Collection[UUID],
    person: PersonInConcern | None,
    reason: str,
    at: datetime,
) -> None:
    """The same wherever in a case and its concerns; `version` is the number of the case's last entry as it was read.

    Also in a closed case: putting right does not wait. Raises `CaseChanged`, `NotAllowed`, `UnknownPerson`.
    """
    case = get_visible(SafeguardingCase, actor, case_id)
    among = list_involved(actor, case).filter(pk__in=involved_ids)
    found = among.filter(concern__isnull=False).values_list("concern_id", flat=True)
    # concerns before their case, and in one order, as everywhere, so that two who write do not wait for each other
    touched = [Concern.in_scope(actor).select_for_update(of=("self",)).get(pk=pk) for pk in sorted(set(found))]
    case, _key = cases.lock(actor, case_id, version)
    _check_found(among, involved_ids)
    _put_right(actor, among, _Matter(touched, case), person, reason, at=at)


class _Matter(NamedTuple):
    """What is locked: the concerns in which rows are masked, and the case, where they are in one."""

    concerns: list[Concern]
    case: SafeguardingCase | None

    def first(self) -> Concern | SafeguardingCase:
        return self.case or self.concerns[0]


def _check_found(among: Any, involved_ids: Collection[UUID]) -> None:
    if not involved_ids or among.count() != len(set(involved_ids)):
        raise NotAllowed("Somebody has put this right already. Look again")


def _put_right(
    actor: AnyActor, among: Any, matter: _Matter, person: PersonInConcern | None, reason: str, *, at: datetime
) -> None:
    rows = list(among.order_by("pk"))
    if not reason.strip():
        raise NotAllowed("Say how you know")
    if person and any(row.person_id == person.person_id for row in rows if row.person_id and not row.was_typed):
        raise NotAllowed("This is who stands there already. Select somebody else")
    place = matter.first().establishment
    _check_decider(actor, rows, matter.first(), at=at)
    known = concerns.recognise(actor, person, place, at) if person else None
    for row in rows:
        owner = next(one for one in (*matter.concerns, matter.case) if one and one.pk in (row.concern_id, row.case_id))
        key = sealing.open_case_key(owner.case_key)
        instead = _stand_in(actor, owner, person, known, key, at=at) if person and known else None
        relinked = Relinked(
            establishment_id=row.establishment_id, involved=row, replaced_by=instead, at=at, by_id=actor.person_id
        )
        sealing.seal_field(relinked, "sealed_reason", reason, key)
        relinked.save()
        kind = "concern" if isinstance(owner, Concern) else "case"
        instead_id = str(instead.pk) if instead else ""
        audit.record(actor, f"{kind}.put-right", owner, at=at, masked=str(row.pk), instead=instead_id)
    for concern in matter.concerns:
        concerns.write_entry(concern, actor, "put-right", "", at=at)
        # what somebody is goes with them, and was noted of whoever is masked
        circumstances.forget_characteristics(actor, concern, at=at)
    if matter.case:
        key = sealing.open_case_key(matter.case.case_key)
        only = matter.concerns[0] if len(matter.concerns) == 1 else None
        cases.write(matter.case, actor, "put-right", "", key, at=at, concern=only)
        following.follow_case(actor, matter.case, at=at)
    else:
        following.follow_concern(actor, matter.concerns[0], at=at)


def _stand_in(
    actor: AnyActor,
    owner: Concern | SafeguardingCase,
    person: PersonInConcern,
    known: PersonInConcern,
    key: bytes,
    *,
    at: datetime,
) -> Involved:
    """The row of whoever stands in their place: the one that is there already, or a new one, with nothing judged."""
    whose: dict[str, Any] = {"concern": owner} if isinstance(owner, Concern) else {"case": owner}
    if person.person_id:
        there = Involved.in_scope(actor).filter(person=person.person_id, role=person.role, was_typed=False, **whose)
        if row := there.first():
            return row
    row = concerns.involve(known, key, was_typed=person.person_id is None, **whose)
    naming.compare_name(row, person.name, owner.establishment, at=at)
    return row


def _check_decider(actor: AnyActor, rows: list[Involved], owner: Concern | SafeguardingCase, *, at: datetime) -> None:
    """Whoever leads decides where somebody who reads matters here would be kept from this one no longer."""
    if rules.may_close_case(actor.may(Permission.CASE_CLOSE), route_now(owner), getattr(actor, "roles", ())):
        return
    of = Q(pk__in=[row.pk for row in rows])
    kept_out = ways.list_people(of) | ways.list_kept_out(of, [], at=at)
    if kept_out & {reader.pk for reader in naming.list_readers(owner.establishment, at=at)}:
        raise NotAllowed("They, or somebody close to them, work with concerns here. Whoever leads safeguarding decides")
