"""An exception from the filter for one person or one class, from a moment until another."""

from datetime import datetime, timedelta
from typing import Any

from tutela.filtering.address import parse
from tutela.filtering.engine import Request
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.filters import previews
from tutela.web.filters.models import LocalRule
from tutela.web.filters.operations.changes import LOCKED, CannotBeChanged
from tutela.web.filters.operations.publishing import want_publication

LONGEST = timedelta(days=366)
"""Longer than a year is no exception any more."""


class BadTimes(ValueError):
    """It would end before it begins, have ended already, or last longer than a year; the message says which."""


class NobodyMeant(ValueError):
    """Nobody whom the filter could know by name: a person without a login, or a class without anybody."""


@operation
def make_exception(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Any,
    action: str,
    address: str,
    from_at: datetime,
    until_at: datetime,
    reason: str,
    person: Any = None,
    group: Any = None,
) -> LocalRule:
    """Open a site, or block it, for a person or a class (one of the two) until it ends by itself.

    It holds where those people are known on the network by name. The engine is asked first whether it would make the
    difference. Raises `BadTimes`, `NobodyMeant`, `CannotBeChanged`, `BadAddress`, Django's `ValidationError`.
    """
    _check_times(at, from_at, until_at)
    found = parse(address)
    rule = LocalRule(
        establishment=establishment,
        action=action,
        host=found.host,
        path="" if found.path == "/" else found.path[:500],
        group=group,
        person=person,
        reason=reason,
        made_by_id=actor.person_id,
        made_at=at,
        from_at=from_at,
        until_at=until_at,
    )
    rule.full_clean()
    rule.save(force_insert=True)
    _require_difference(rule, max(at, from_at))
    audit.record(actor, "filter-exception.make", rule, at=at, wanted=action, until=until_at.isoformat())
    want_publication(actor=actor, at=at, establishment_id=establishment.pk)
    return rule


def _check_times(at: datetime, from_at: datetime, until_at: datetime) -> None:
    if until_at <= from_at:
        raise BadTimes("It must end after it begins")
    if until_at <= at:
        raise BadTimes("It would be over already")
    if until_at - from_at > LONGEST:
        raise BadTimes("An exception lasts a year at most")


def _require_difference(rule: LocalRule, at: datetime) -> None:
    """Ask the engine for everybody who is meant, each in their own group."""
    today = establishments.local_day(rule.establishment, at)
    people = [rule.person] if rule.person else establishments.list_members(rule.group, on=today)
    meant = [one for one in people if one.pseudonym]
    if not meant:
        raise NobodyMeant(str(rule.pk))
    address = parse(f"http://{rule}")
    with previews.filter_now(rule.establishment, at) as made:
        for one in meant:
            group = establishments.get_group_of(one, on=today)
            decision = made.decide(Request(address, at, group.key if group else "", one.pseudonym))
            if decision.outcome != rule.action:
                raise CannotBeChanged(decision.reason, locked=decision.stage == LOCKED)
