"""The turn of the school year: every learner moves up on a day, the last year leaves; and it can be taken back."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries
from tutela.web.establishments.importing.years import get_band, name_year
from tutela.web.establishments.models import Establishment, Group, GroupMembership, Person, RollOver
from tutela.web.establishments.operations.leaving import come_back, leave
from tutela.web.establishments.operations.people import make_group

BATCH = 500
LEARNERS_A_STEP = 200
LEAVERS_A_STEP = 50


class RolledOverAlready(ValueError):
    """The years of this establishment turn on that day, or later, by another decision."""


class CannotTakeBack(ValueError):
    """A later turn of the years stands on this one; take that one back first."""


class AnotherUnderWay(ValueError):
    """A turn of the years is being carried out; the next decision waits for it."""


@operation
def decide_roll_over(
    *, actor: AnyActor, at: datetime, establishment: Establishment, on: date, last_year: int
) -> RollOver:
    """From `on` every learner is in the next year, and those of `last_year` leave. Classes of a year end with it.

    The worker carries it out (`take_turn_step`). Raises `RolledOverAlready`, `AnotherUnderWay`.
    """
    Establishment.objects.select_for_update().get(pk=establishment.pk)
    turns = RollOver._base_manager.filter(establishment=establishment)
    if turns.filter(state__in=RollOver.UNDER_WAY).exists():
        raise AnotherUnderWay(on.isoformat())
    if turns.filter(on__gte=on, taken_back_at=None).exists():
        raise RolledOverAlready(on.isoformat())
    turn = RollOver(
        establishment=establishment,
        on=on,
        last_year=last_year,
        decided_by_id=actor.person_id,
        decided_at=at,
        state=RollOver.State.MOVING,
        learners=len(queries.list_learners_by_year(establishment, on=on)),
    )
    turn.save(force_insert=True)
    audit.record(actor, "years.decide", turn, at=at, learners=turn.learners, on=on.isoformat())
    return turn


def roll_over(*, actor: AnyActor, at: datetime, establishment: Establishment, on: date, last_year: int) -> RollOver:
    """Decide it and carry it out at once: for what nobody waits for. Raises as `decide_roll_over`."""
    turn = decide_roll_over(actor=actor, at=at, establishment=establishment, on=on, last_year=last_year)
    return _finish(actor, at, turn)


@operation
def decide_take_back(*, actor: AnyActor, at: datetime, turn: RollOver) -> RollOver:
    """Everybody is to be again in the year they were in, and who left by it is to be here; the worker sees to it.

    Raises `CannotTakeBack` where it was taken back already, is under way, or a later turn stands on it.
    """
    turn = RollOver._base_manager.select_for_update().get(pk=turn.pk)
    later = RollOver._base_manager.filter(establishment=turn.establishment, on__gt=turn.on, taken_back_at=None)
    if turn.taken_back_at is not None or turn.is_under_way or later.exists():
        raise CannotTakeBack(str(turn.pk))
    turn.taken_back_at, turn.state = at, RollOver.State.TAKING_BACK
    turn.save(update_fields=["taken_back_at", "state"])
    audit.record(actor, "years.take-back", turn, at=at)
    return turn


def take_back(*, actor: AnyActor, at: datetime, turn: RollOver) -> RollOver:
    """Decide to take it back and carry that out at once. Raises as `decide_take_back`."""
    return _finish(actor, at, decide_take_back(actor=actor, at=at, turn=turn))


@operation
def take_turn_step(*, actor: AnyActor, at: datetime, pk: UUID) -> bool:
    """Take some learners through a turn of the years that is under way; whether another step follows.

    What a step did, and that it did it, is one transaction: after whatever happened the next one goes on from there.
    """
    turn = RollOver._base_manager.select_for_update(of=("self",)).select_related("establishment").get(pk=pk)
    if turn.state == RollOver.State.MOVING:
        is_done = _move_some(actor, at, turn)
        if is_done:
            turn.state = RollOver.State.DONE
            told = {"moved": turn.moved, "left": turn.left, "on": turn.on.isoformat()}
            audit.record(actor, "years.roll-over", turn, at=at, **told)
    elif turn.state == RollOver.State.TAKING_BACK:
        is_done = _take_some_back(actor, at, turn)
        if is_done:
            turn.state = RollOver.State.TAKEN_BACK
    else:
        return False
    turn.save()
    return not is_done


def _finish(actor: AnyActor, at: datetime, turn: RollOver) -> RollOver:
    while take_turn_step(actor=actor, at=at, pk=turn.pk):
        pass
    turn.refresh_from_db()
    return turn


def _move_some(actor: AnyActor, at: datetime, turn: RollOver) -> bool:
    """Move the next learners up, or let them leave; whether they were the last."""
    groups = YearGroups(actor, at, turn.establishment)
    # whom it has been through is told by what it ended: each had at least a year group
    waiting = queries.list_learners_by_year(turn.establishment, on=turn.on, besides=turn)
    batch = waiting[:LEARNERS_A_STEP]
    ended: list[GroupMembership] = []
    begun: list[GroupMembership] = []
    leavers: list[Person] = []
    for person, year, memberships in batch:
        if year >= turn.last_year:
            leavers.append(person)
            ended += memberships
            continue
        wanted = {group.pk: group for group in groups.of_year(year + 1)}
        ended += [row for row in memberships if row.group_id not in wanted]
        here = {row.group_id for row in memberships}
        begun += [
            GroupMembership(
                establishment=turn.establishment, person=person, group=group, from_on=turn.on, begun_by=turn
            )
            for pk, group in wanted.items()
            if pk not in here
        ]
        turn.moved += 1
    for rows in _batched(ended):
        late = GroupMembership._base_manager.filter(pk__in=[row.pk for row in rows])
        # what was to begin only after that day never begins
        late.update(until_on=Greatest(F("from_on"), Value(turn.on, DateField())), ended_by=turn)
    GroupMembership._base_manager.bulk_create(begun, batch_size=BATCH)
    for person in leavers:
        leave(actor=actor, at=at, person=person, on=turn.on)
    turn.left += len(leavers)
    return len(batch) == len(waiting)


def _take_some_back(actor: AnyActor, at: datetime, turn: RollOver) -> bool:
    """Bring the next leavers back; after the last of them everybody is in the year they were in."""
    rows = GroupMembership._base_manager
    left = Person._base_manager.filter(left_on=turn.on, pk__in=rows.filter(ended_by=turn).values("person"))
    leavers = list(left.select_related("establishment", "user").order_by("pk")[: LEAVERS_A_STEP + 1])
    for person in leavers[:LEAVERS_A_STEP]:
        come_back(actor=actor, at=at, person=person, on=turn.on)
    if len(leavers) > LEAVERS_A_STEP:
        return False
    rows.filter(begun_by=turn, until_on=None).update(until_on=F("from_on"))
    rows.filter(ended_by=turn).update(until_on=None, ended_by=None)
    return True


def _batched(rows: Sequence[GroupMembership]) -> Iterator[Sequence[GroupMembership]]:
    """The rows, as many at a time as one question to the database takes."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


class YearGroups:
    """The year groups and age groups of an establishment, made when they are first needed."""

    def __init__(self, actor: AnyActor, at: datetime, establishment: Establishment) -> None:
        self.actor, self.at, self.establishment = actor, at, establishment
        rows = list(Group._base_manager.filter(establishment=establishment).order_by("key"))
        self.years = {row.year: row for row in rows if row.kind == Group.Kind.YEAR}
        # of several groups of an age the learners' own: staff may have one too
        ages = [row for row in rows if row.kind == Group.Kind.AGE]
        self.ages = {row.age_band: row for row in sorted(ages, key=lambda row: row.key.startswith("learners"))}

    def of_year(self, year: int) -> list[Group]:
        """The groups that a learner of this year is in."""
        nation = self.establishment.nation
        band = get_band(year, nation)
        if year not in self.years:
            name = name_year(year, nation)
            self.years[year] = self._make(f"year-{year}", name, band, Group.Kind.YEAR, year=year)
        if band not in self.ages:
            self.ages[band] = self._make(f"learners-{band}", str(Group.AgeBand(band).label), band, Group.Kind.AGE)
        return [self.years[year], self.ages[band]]

    def _make(self, key: str, name: str, band: str, kind: str, *, year: int | None = None) -> Group:
        return make_group(
            actor=self.actor,
            at=self.at,
            establishment=self.establishment,
            key=key,
            name=name,
            age_band=band,
            kind=kind,
            year=year,
        )
