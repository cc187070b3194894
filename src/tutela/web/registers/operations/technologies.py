"""A technology comes into the register, is described anew, and goes from state to state."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments.models import Establishment, Person
from tutela.web.establishments.queries import local_day
from tutela.web.registers.models import Technology, TechnologyTurn
from tutela.web.registers.operations.refusals import BeforeTheLast, CannotBecome, NotAssessed, StandsAlready
from tutela.web.registers.queries.technologies import get_assessment, list_offered_technologies
from tutela.web.registers.rules import technologies as states
from tutela.web.registers.rules.technologies import MAY_BECOME
from tutela.web.registers.shipped.risks import get_risks
from tutela.web.registers.shipped.technologies import list_technologies as list_listed

REVIEW_WITHIN = timedelta(days=28)


@operation
def add_technology(
    *, actor: AnyActor, at: datetime, establishment_id: int, name: str, kind: str, purpose: str,
    audiences: Sequence[str], communicates: bool, state: str, since: date, owner: Person | None = None,
    review_on: date | None = None, library_key: str = "",
) -> Technology:  # fmt: skip
    """Put it into the register. since: the day from which it is in that state; library_key: where the library lists it.

    Raises `StandsAlready`, `NotAssessed`.
    """
    row = Technology(
        establishment_id=establishment_id, name=_clean(name), kind=kind, purpose=purpose.strip(),
        audiences=list(audiences), communicates=communicates, state=state, since=since, owner=owner,
        review_on=review_on, library_key=library_key,
    )  # fmt: skip
    _must_be_assessed(actor, row, at)
    _save(row)
    _turn(actor, row, at, "")
    audit.record(actor, "technology.add", row, at=at, kind=kind, state=state)
    return row


@operation
def leave_technology(*, actor: AnyActor, at: datetime, establishment: Establishment, key: str) -> Technology | None:
    """Say of one that the library lists that nobody uses it here; None where somebody decided on it meanwhile.

    Raises `KeyError` where the library lists none of that key.
    """
    listed, today = list_listed()[key], local_day(establishment, at)
    if key not in {one.key for one in list_offered_technologies(actor, today)}:
        return None
    return add_technology(
        actor=actor, at=at, establishment_id=establishment.pk, name=listed.name, kind=listed.kind,
        purpose=listed.purpose, audiences=[], communicates=listed.communicates, state=states.ENDED, since=today,
        library_key=key,
    )  # fmt: skip


@operation
def change_technology(
    *, actor: AnyActor, at: datetime, pk: UUID, name: str, kind: str, purpose: str, audiences: Sequence[str],
    communicates: bool, owner: Person | None, review_on: date | None,
) -> Technology:  # fmt: skip
    """Describe it anew; its state stays.

    Raises `StandsAlready`, `NotAssessed` where it is in use and more is said of it now than was assessed, and `Http404`
    where the actor may not see it.
    """
    get_visible(Technology, actor, pk)
    row = Technology.objects.select_for_update().get(pk=pk)
    was = (row.communicates, row.kind)
    row.name, row.kind, row.purpose = _clean(name), kind, purpose.strip()
    row.audiences, row.communicates = list(audiences), communicates
    row.owner, row.review_on = owner, review_on
    if (communicates, kind) != was:
        _must_be_assessed(actor, row, at)
    _save(row)
    audit.record(actor, "technology.change", row, at=at, kind=kind)
    return row


@operation
def turn_technology(*, actor: AnyActor, at: datetime, pk: UUID, state: str, since: date, words: str = "") -> Technology:
    """Bring it from the state it is in to another; once it is in use the policies are looked at.

    Raises `CannotBecome`, `BeforeTheLast`, `NotAssessed`, `StandsAlready`.
    """
    get_visible(Technology, actor, pk)
    row = Technology.objects.select_for_update().get(pk=pk)
    if state not in MAY_BECOME[row.state]:
        raise CannotBecome(row.get_state_display())
    if since < row.since:
        raise BeforeTheLast(row.since)
    row.state, row.since = state, since
    _must_be_assessed(actor, row, at)
    _save(row)
    _turn(actor, row, at, words.strip())
    audit.record(actor, "technology.turn", row, at=at, state=state)
    if state == states.IN_USE:
        _ask_for_review(actor, row, at)
    return row


def _ask_for_review(actor: AnyActor, row: Technology, at: datetime) -> None:
    """What people begin to use may be something that no policy thought of."""
    actions.open_action(
        actor=actor, at=at, establishment_id=row.establishment_id,
        title=_("Review what the policies say, now that %(name)s is in use") % {"name": row.name},
        detail=_("Does a clause speak of it, of who may use it, and of what to do when something goes wrong?"),
        due_on=local_day(row.establishment, at) + REVIEW_WITHIN, source=_("Technologies"),
        origin=f"technology:{row.pk}:policies:{row.since}", address=reverse("registers:technology", args=[row.pk]),
    )  # fmt: skip


def _must_be_assessed(actor: AnyActor, row: Technology, at: datetime) -> None:
    """Nobody from outside can be met through something in use whose risks somebody has not judged."""
    if not states.must_be_assessed(communicates=row.communicates, state=row.state):
        return
    found = get_assessment(actor, row, local_day(row.establishment, at))
    if not found.is_whole:
        known = get_risks().challenges
        raise NotAssessed(
            name=row.name, kind=str(row.get_kind_display()), missing=[known[one].title for one in found.missing],
            review_on=row.review_on,
        )  # fmt: skip


def _clean(name: str) -> str:
    return " ".join(name.split())


def _save(row: Technology) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise StandsAlready(row.name) from error


def _turn(actor: Any, row: Technology, at: datetime, words: str) -> None:
    TechnologyTurn.objects.create(
        establishment_id=row.establishment_id, technology=row, state=row.state, since=row.since, words=words, at=at,
        by_id=actor.person_id,
    )  # fmt: skip
