"""The people of a case: part and kind of each, of whose accord it was, and what followed for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tutela.web.concerns import rules
from tutela.web.concerns.models import Agency, ConcernEntry, Involved, PersonKind, SafeguardingCase, Sanction
from tutela.web.concerns.models.visibility import STILL_INSIDE, route_now
from tutela.web.concerns.queries.concern import name_of
from tutela.web.concerns.queries.playbooks import list_choices
from tutela.web.concerns.queries.relinking import PutRight, open_put_right
from tutela.web.concerns.rules import conduct
from tutela.web.concerns.shipped.playbooks import list_playbooks
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement or one sanction, with its reason."""

    what: str
    at: datetime
    by: str
    text: str
    overrides: bool = False


@dataclass(frozen=True, slots=True)
class PersonRead:
    """Somebody in a case, though several concerns name them; `involved_id` is the first row that does."""

    involved_id: UUID
    name: str
    roles: tuple[str, ...]
    kind: str
    is_listed: bool
    """Chosen from the list, so that their kind needs no saying."""
    judgements: tuple[Judged, ...]
    sanctions: tuple[Judged, ...]

    @property
    def agency(self) -> str:
        """As it was judged last; unclear until then."""
        return self.judgements[-1].what if self.judgements else conduct.UNCLEAR

    @property
    def look_again(self) -> bool:
        """They were found to be coerced after a sanction was given without that being known."""
        return self.agency == conduct.COERCED and any(not one.overrides for one in self.sanctions)


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """Everybody in a case."""

    case_id: UUID
    number: int
    is_closed: bool
    version: int
    may_judge: bool
    people: tuple[PersonRead, ...]
    put_right: tuple[PutRight, ...]
    """Who was linked by mistake, in the order in which it was put right."""

    def find(self, involved_id: UUID) -> PersonRead | None:
        """Somebody by their row."""
        return next((one for one in self.people if one.involved_id == involved_id), None)


@operation
def read_people(*, actor: AnyActor, case_id: UUID, at: datetime) -> PeopleRead:
    """Open who is in a case, with the reasons of what was judged: audited as reading the case."""
    case = get_visible(SafeguardingCase, actor, case_id)
    audit.record(actor, "case.read", case, at=at, part="people")
    entries = list(case.entries(manager="_base_manager").order_by("number").values_list("number", "kind"))
    return PeopleRead(
        case_id=case.pk,
        number=case.number,
        is_closed=rules.case_is_closed([kind for _, kind in entries]),
        version=entries[-1][0] if entries else 0,
        may_judge=leads(actor, case),
        people=tuple(open_all(actor, case)),
        put_right=tuple(open_put_right(actor, case, sealing.open_case_key(case.case_key))),
    )


def leads(actor: AnyActor, case: SafeguardingCase) -> bool:
    """Whether this person decides on the case: closes it, and judges of whose accord something was."""
    return rules.may_close_case(actor.may(Permission.CASE_CLOSE), route_now(case), getattr(actor, "roles", ()))


def open_all(actor: AnyActor, case: SafeguardingCase) -> list[PersonRead]:
    """Everybody in it, those who may have been harmed first; audit the reading first."""
    keys: dict[UUID, bytes] = {case.case_key_id: sealing.open_case_key(case.case_key)}
    together: dict[object, list[tuple[Involved, str]]] = {}
    for row in list_involved(actor, case).select_related("person", "concern__case_key"):
        name = row.person.full_name if row.person and not row.was_typed else _typed_name(row, keys, case)
        together.setdefault(row.person_id or name.casefold(), []).append((row, name))
    case_key = keys[case.case_key_id]
    judged = list(Agency.in_scope(actor).filter(case=case).select_related("entry__author").order_by("entry__number"))
    given = list(Sanction.in_scope(actor).filter(case=case).select_related("entry__author").order_by("entry__number"))
    kinds = {row.involved_id: row.kind for row in PersonKind.in_scope(actor).filter(case=case).order_by("number")}
    people = [_person(rows, judged, given, kinds, case_key) for rows in together.values()]
    return sorted(people, key=lambda one: (min(rules.ROLES.index(role) for role in one.roles), one.name))


def list_involved(actor: AnyActor, case: SafeguardingCase) -> QuerySet[Involved]:
    """The rows of everybody in a case and its concerns, in the order in which they came to be."""
    inside = ConcernEntry.in_scope(actor).filter(STILL_INSIDE, case=case, kind=rules.IN_CASE).values("concern")
    return Involved.in_scope(actor).filter(Q(case=case) | Q(concern__in=inside)).order_by("role", "pk")


def count_sanctions(actor: AnyActor, playbooks: Collection[str]) -> dict[str, int | None]:
    """How often each sanction was given in cases of these kinds that the actor may see; None for fewer than five.

    Nobody is in it: it shows whether the like was met alike (requirement S3.41).
    """
    cases = SafeguardingCase.visible_to(actor)
    rows = Sanction.in_scope(actor).filter(case__in=cases, case__playbooks__playbook__in=playbooks)
    rows = rows.filter(involved__relinked=None)
    return conduct.count_given(what for what, _ in rows.values_list("sanction", "pk").distinct())


def list_ranges(actor: AnyActor, case_id: UUID) -> tuple[list[str], list[tuple[int, int] | None]]:
    """The playbooks of a case that the actor may see, and between which levels of sanction each is usual."""
    library = list_playbooks()
    case = get_visible(SafeguardingCase, actor, case_id)
    chosen = [choice.playbook for choice in list_choices(actor, case) if choice.playbook in library]
    spans = [library[name].sanctions for name in chosen]
    return chosen, [(span.lowest, span.highest) if span else None for span in spans]


def _typed_name(row: Involved, keys: dict[UUID, bytes], case: SafeguardingCase) -> str:
    owner = row.concern.case_key if row.concern else case.case_key
    if owner.pk not in keys:
        keys[owner.pk] = sealing.open_case_key(owner)
    return sealing.unseal_field(row, "sealed_name", keys[owner.pk])


def _person(
    rows: list[tuple[Involved, str]],
    judged: Iterable[Agency],
    given: Iterable[Sanction],
    kinds: dict[UUID, str],
    key: bytes,
) -> PersonRead:
    ids = [row.pk for row, _ in rows]
    first, name = rows[0]
    listed = first.person if first.person and not first.was_typed else None
    said = next((kinds[one] for one in ids if one in kinds), "unknown")
    return PersonRead(
        involved_id=first.pk,
        name=name,
        roles=tuple(
            dict.fromkeys(row.role for row, _ in sorted(rows, key=lambda pair: rules.ROLES.index(pair[0].role)))
        ),
        kind=conduct.kind_of_person(listed.kind) if listed else said,
        is_listed=listed is not None,
        judgements=tuple(
            Judged(one.agency, one.entry.written_at, name_of(one.entry.author), _after_first_line(one, key))
            for one in judged
            if one.involved_id in ids
        ),
        sanctions=tuple(
            Judged(
                one.sanction,
                one.entry.written_at,
                name_of(one.entry.author),
                _after_first_line(one, key),
                one.overrides,
            )
            for one in given
            if one.involved_id in ids
        ),
    )


def _after_first_line(row: Agency | Sanction, key: bytes) -> str:
    # the first line of the entry says about whom and what it is
    return sealing.unseal_field(row.entry, "sealed_text", key).partition("\n")[2]
