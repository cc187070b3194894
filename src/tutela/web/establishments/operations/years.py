"""The turn of the school year: every learner moves up on a day, the last year leaves; and it can be taken back."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

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


class RolledOverAlready(ValueError):
    """The years of this establishment turn on that day, or later, by another decision."""


class CannotTakeBack(ValueError):
    """A later turn of the years stands on this one; take that one back first."""


@operation
def roll_over(*, actor: AnyActor, at: datetime, establishment: Establishment, on: date, last_year: int) -> RollOver:
    """From `on` every learner is in the next year, and those of `last_year` leave. Classes of a year end with it.

    Raises `RolledOverAlready`.
    """
    Establishment.objects.select_for_update().get(pk=establishment.pk)
    if RollOver._base_manager.filter(establishment=establishment, on__gte=on, taken_back_at=None).exists():
        raise RolledOverAlready(on.isoformat())
    turn = RollOver(
        establishment=establishment, on=on, last_year=last_year, decided_by_id=actor.person_id, decided_at=at
    )
    turn.save(force_insert=True)
    groups = _Groups(actor, at, establishment)
    ended: list[GroupMembership] = []
    begun: list[GroupMembership] = []
    leavers: list[Person] = []
    for person, year, memberships in queries.list_learners_by_year(establishment, on=on):
        if year >= last_year:
            leavers.append(person)
            ended += memberships
            continue
        wanted = {group.pk: group for group in groups.of_year(year + 1)}
        ended += [row for row in memberships if row.group_id not in wanted]
        here = {row.group_id for row in memberships}
        begun += [
            GroupMembership(establishment=establishment, person=person, group=group, from_on=on, begun_by=turn)
            for pk, group in wanted.items()
            if pk not in here
        ]
        turn.moved += 1
    for rows in _batched(ended):
        late = GroupMembership._base_manager.filter(pk__in=[row.pk for row in rows])
        # what was to begin only after that day never begins
        late.update(until_on=Greatest(F("from_on"), Value(on, DateField())), ended_by=turn)
    GroupMembership._base_manager.bulk_create(begun, batch_size=BATCH)
    for person in leavers:
        leave(actor=actor, at=at, person=person, on=on)
    turn.left = len(leavers)
    turn.save()
    audit.record(actor, "years.roll-over", turn, at=at, moved=turn.moved, left=turn.left, on=on.isoformat())
    return turn


@operation
def take_back(*, actor: AnyActor, at: datetime, turn: RollOver) -> RollOver:
    """Everybody is again in the year they were in, and who left by it is here. Accounts that it closed stay closed.

    Raises `CannotTakeBack` where it was taken back already, or a later turn stands on it.
    """
    turn = RollOver._base_manager.select_for_update().get(pk=turn.pk)
    later = RollOver._base_manager.filter(establishment=turn.establishment, on__gt=turn.on, taken_back_at=None)
    if turn.taken_back_at is not None or later.exists():
        raise CannotTakeBack(str(turn.pk))
    rows = GroupMembership._base_manager
    left = Person._base_manager.filter(left_on=turn.on, pk__in=rows.filter(ended_by=turn).values("person"))
    leavers = list(left.select_related("establishment"))
    rows.filter(begun_by=turn, until_on=None).update(until_on=F("from_on"))
    rows.filter(ended_by=turn).update(until_on=None, ended_by=None)
    for person in leavers:
        come_back(actor=actor, at=at, person=person, on=turn.on)
    turn.taken_back_at = at
    turn.save(update_fields=["taken_back_at"])
    audit.record(actor, "years.take-back", turn, at=at, back=len(leavers))
    return turn


def _batched(rows: Sequence[GroupMembership]) -> Iterator[Sequence[GroupMembership]]:
    """The rows, as many at a time as one question to the database takes."""
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


class _Groups:
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
