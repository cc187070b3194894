"""One account, and what its owner may do."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from tutela.web.accounts.models import User
from tutela.web.core.permissions import Permission, permissions_of


class Holding(NamedTuple):
    """A role as far as it matters for an account: which, where, and from when until when (exclusive)."""

    role: str
    from_on: date
    until_on: date | None
    establishment_id: int
    time_zone: str

    def is_in_force(self, at: datetime) -> bool:
        today = local_day(self.time_zone, at)
        return self.from_on <= today and (self.until_on is None or today < self.until_on)

    def is_over(self, at: datetime) -> bool:
        """Whether it has ended; one that has not begun yet is not over."""
        return self.until_on is not None and self.until_on <= local_day(self.time_zone, at)


def get_user(login: str) -> User | None:
    """The account of that login, whatever the case of its letters."""
    return User.objects.filter(login__iexact=login.strip()).first()


def permissions_of_user(user: User, *, at: datetime) -> frozenset[Permission]:
    """All that the owner may do now, at any establishment; nothing for whoever has left or is nobody's account."""
    person = getattr(user, "person", None)
    if person is None or has_left(person, at):
        return frozenset()
    return permissions_held(holdings_of(User.objects.filter(pk=user.pk)).get(user.pk, ()), at)


def permissions_held(holdings: Iterable[Holding], at: datetime) -> frozenset[Permission]:
    """What these holdings allow together now."""
    return permissions_of(frozenset(holding.role for holding in holdings if holding.is_in_force(at)))


def holdings_of(users: QuerySet[User]) -> dict[UUID, list[Holding]]:
    """The roles of these users, by user, in one question. Those at other establishments count too: what protects an
    account depends on all that it opens.
    """
    paths = ("role", "from_on", "until_on", "establishment_id", "establishment__time_zone")
    rows = users.filter(person__role_holdings__isnull=False).order_by("person__role_holdings__from_on")
    held: dict[UUID, list[Holding]] = {}
    for pk, *holding in rows.values_list("pk", *(f"person__role_holdings__{path}" for path in paths)):
        held.setdefault(pk, []).append(Holding(*holding))
    return held


def has_left(person: object, at: datetime) -> bool:
    """Whether the day on which this person left has come, where they belong."""
    return person.left_on is not None and person.left_on <= local_day(person.establishment.time_zone, at)


def local_day(time_zone: str, at: datetime) -> date:
    """The day that it is there."""
    return at.astimezone(ZoneInfo(time_zone)).date()
