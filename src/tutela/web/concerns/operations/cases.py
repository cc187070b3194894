"""A case from its opening on: concerns, people, chronology and actions. Every write adds an entry, numbered."""

import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from tutela.web.concerns import rules
from tutela.web.concerns.confidence import get_vault
from tutela.web.concerns.models import Action, CaseEntry, Concern, SafeguardingCase
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.operations import concerns, naming, sealed
from tutela.web.concerns.queries import ways
from tutela.web.concerns.rules import NotAllowed, PersonInConcern
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible


class CaseChanged(Exception):
    """Somebody else wrote in the case since it was read: nothing was saved, so that both are seen before it is."""


@operation
def open_case(*, actor: AnyActor, concern_id: UUID, version: int, four_c: str = "", at: datetime) -> SafeguardingCase:
    """Begin the work on a concern. `version` is the number of the concern's last entry as it was read.

    Raises `ConcernChanged`, `rules.NotAllowed`.
    """
    concern = concerns.lock(actor, concern_id)
    concerns.check_version(concern, version)
    case_key, key = sealing.make_case_key(actor, concern.establishment_id, at=at)
    case = SafeguardingCase(
        establishment_id=concern.establishment_id,
        number=_draw_number(concern.establishment_id),
        case_key=case_key,
        route=route_now(concern),
        opened_at=at,
        opened_by_id=actor.person_id,
    )
    case.save()
    audit.record(actor, "case.open", case, at=at)
    write(case, actor, "opened", "", key, at=at)
    take_in(case, concern, actor, four_c, at=at)
    return case


@operation
def add_to_case(
    *, actor: AnyActor, case_id: UUID, concern_id: UUID, version: int, four_c: str = "", at: datetime
) -> SafeguardingCase:
    """Make a concern part of a case; a closed case opens again. `version` is the concern's.

    Raises `ConcernChanged`, `rules.NotAllowed` (also where the two go to different people).
    """
    concern = concerns.lock(actor, concern_id)
    concerns.check_version(concern, version)
    case, key = lock(actor, case_id)
    if route_now(case) != route_now(concern):
        raise NotAllowed("This concern goes to other people than the case does, so it cannot be part of it")
    if is_closed(case):
        write(case, actor, "reopened", "", key, concern=concern, at=at)
        audit.record(actor, "case.reopen", case, at=at)
    take_in(case, concern, actor, four_c, at=at)
    write(case, actor, "concern-added", "", key, concern=concern, happened_at=concern.happened_at, at=at)
    return case


@operation
def add_entry(
    *,
    actor: AnyActor,
    case_id: UUID,
    version: int,
    kind: str,
    happened_at: datetime,
    place: str,
    words: str,
    at: datetime,
) -> CaseEntry:
    """A note, a contact or a decision, at the moment at which it happened.

    Raises `CaseChanged`, `rules.NotAllowed`.
    """
    case, key = lock(actor, case_id, version)
    rules.follow_case(is_closed(case), kind)
    entry = write(case, actor, kind, words, key, happened_at=happened_at, place=place, at=at)
    audit.record(actor, "case.write", case, at=at, kind=kind, entry=str(entry.pk))
    return entry


@operation
def note_outside(
    *, actor: AnyActor, case_id: UUID, kind: str, words: str, at: datetime, happened_at: datetime | None = None
) -> CaseEntry:
    """What passed between the case and a body outside (one of `rules.OUTSIDE_KINDS`), also after it was closed.

    It leans on nothing that was read before, so it carries no version.
    """
    case, key = lock(actor, case_id)
    entry = write(case, actor, kind, words, key, happened_at=happened_at, at=at)
    audit.record(actor, "case.write", case, at=at, kind=kind, entry=str(entry.pk))
    return entry


@operation
def correct_entry(
    *, actor: AnyActor, case_id: UUID, entry_id: UUID, version: int, words: str, at: datetime
) -> CaseEntry:
    """Put an entry right by a new one that cites it and stands at the same moment; the old one stays.

    Raises `CaseChanged`, `CaseEntry.DoesNotExist`.
    """
    case, key = lock(actor, case_id, version)
    old = CaseEntry.in_scope(actor).get(case=case, pk=entry_id)
    entry = write(
        case, actor, "correction", words, key, corrects=old, happened_at=old.happened_at, place=old.place, at=at
    )
    audit.record(actor, "case.correct", case, at=at, entry=str(entry.pk), old=str(old.pk))
    return entry


@operation
def add_person(*, actor: AnyActor, case_id: UUID, version: int, person: PersonInConcern, at: datetime) -> None:
    """Add somebody to a case. Whoever has to read it cannot be added, nor an adult who works here and may have caused
    harm: what is about them goes another way. Raises `CaseChanged`, `rules.NotAllowed`.
    """
    case, key = lock(actor, case_id, version)
    rules.follow_case(is_closed(case), "person-added")
    known = concerns.recognise(actor, person, case.establishment, at)
    if known.person_id and known.role != "reporter":
        holders = ways.list_holders(case.establishment, at)
        if route_now(case) == "dsl" and rules.route_of({known.person_id}, holders) != "dsl":
            raise NotAllowed("They lead safeguarding. Report a new concern about them: it goes to somebody else")
    if get_vault().is_about_an_adult(case.establishment, [person]):
        raise NotAllowed(
            "They work here. Report what they did or may have done as about an adult: it goes in confidence"
        )
    row = concerns.involve(known, key, was_typed=person.person_id is None, case=case)
    naming.compare_name(row, person.name, case.establishment, at=at)
    if sealed.is_sealed(case) and (row.was_typed or row.person_id is None):
        naming.keep_typed_name(actor, row, person.name, at=at)
    write(case, actor, "person-added", person.name, key, at=at)
    audit.record(actor, "case.add-person", case, at=at, role=person.role)


@operation
def set_action(
    *,
    actor: AnyActor,
    case_id: UUID,
    version: int,
    words: str,
    due_on: date,
    owner_id: UUID | None = None,
    owner_name: str = "",
    at: datetime,
) -> Action:
    """Set an action: what, by when (a day there), and who: one of those who may read the case, or a name.

    Raises `CaseChanged`, `rules.NotAllowed`.
    """
    case, key = lock(actor, case_id, version)
    rules.follow_case(is_closed(case), "action-set")
    action = Action(establishment_id=case.establishment_id, case=case, owner_id=owner_id, due_on=due_on, set_at=at)
    sealing.seal_field(action, "sealed_text", words, key)
    sealing.seal_field(action, "sealed_owner_name", owner_name, key)
    action.save()
    write(case, actor, "action-set", words, key, action=action, at=at)
    audit.record(actor, "case.set-action", case, at=at, action_id=str(action.pk), due_on=due_on.isoformat())
    return action


@operation
def finish_action(*, actor: AnyActor, case_id: UUID, action_id: UUID, version: int, words: str, at: datetime) -> None:
    """Say that an action is done, and in words what came of it.

    Raises `CaseChanged`, `rules.NotAllowed`, `Action.DoesNotExist`.
    """
    case, key = lock(actor, case_id, version)
    rules.follow_case(is_closed(case), "action-done")
    action = Action.in_scope(actor).get(case=case, pk=action_id)
    if CaseEntry.in_scope(actor).filter(action=action, kind="action-done").exists():
        raise NotAllowed("This action was done already")
    write(case, actor, "action-done", words, key, action=action, at=at)
    audit.record(actor, "case.finish-action", case, at=at, action_id=str(action.pk))


def version_of(case: SafeguardingCase) -> int:
    """The number of a case's last entry."""
    return CaseEntry._base_manager.filter(case=case).aggregate(last=Max("number"))["last"] or 0


def is_closed(case: SafeguardingCase) -> bool:
    """Whether it is closed now."""
    kinds = CaseEntry._base_manager.filter(case=case).order_by("number").values_list("kind", flat=True)
    return rules.case_is_closed(list(kinds))


def lock(actor: AnyActor, case_id: UUID, version: int | None = None) -> tuple[SafeguardingCase, bytes]:
    """The case, locked until the transaction ends, and its key; hidden and missing are one 404.

    Of a case that is sealed to people, whoever did not open their own key gets what writes into it and reads nothing.
    """
    visible = get_visible(SafeguardingCase, actor, case_id)
    case = SafeguardingCase.in_scope(actor).select_for_update(of=("self",)).get(pk=visible.pk)
    if version is not None and version != version_of(case):
        raise CaseChanged
    return case, sealing.open_to_write(case.case_key)


def _draw_number(establishment_id: int) -> int:
    """A number that no case there has. Drawn, since a gap in a count tells of a case that is kept from somebody."""
    taken = set(
        SafeguardingCase._base_manager.filter(establishment_id=establishment_id).values_list("number", flat=True)
    )
    lowest = 1000
    while len(taken) > 4 * lowest:  # more than about half of the numbers of that length are gone
        lowest *= 10
    return next(one for one in iter(lambda: lowest + secrets.randbelow(9 * lowest), None) if one not in taken)


def take_in(case: SafeguardingCase, concern: Concern, actor: AnyActor, four_c: str, *, at: datetime) -> None:
    """Make a concern part of a case, both locked; the case's chronology is the caller's. Raises `NotAllowed`."""
    rules.follow_concern(concerns.status_of(concern), rules.IN_CASE)
    concerns.write_entry(concern, actor, rules.IN_CASE, "", case=case, four_c=four_c, at=at)
    audit.record(actor, "concern.into-case", concern, at=at, case=str(case.pk))
    sealed.take_in(actor, case, concern, at=at)


def write(
    case: SafeguardingCase,
    actor: AnyActor,
    kind: str,
    words: str,
    key: bytes,
    *,
    at: datetime,
    happened_at: datetime | None = None,
    **more: Any,
) -> CaseEntry:
    entry = CaseEntry(
        establishment_id=case.establishment_id,
        case=case,
        number=version_of(case) + 1,
        kind=kind,
        happened_at=happened_at or at,
        written_at=at,
        author_id=actor.person_id,
        **more,
    )
    sealing.seal_field(entry, "sealed_text", words, key)
    entry.save()
    return entry
