"""A contract is described, renewed and given up; its clauses come and go; its end is brought to mind."""

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.actions.queries import list_by_origin
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person
from tutela.web.registers.models import Contract, ContractClause
from tutela.web.registers.operations.refusals import EndedAlready, EndsBeforeItBegins, NotWithinContract
from tutela.web.registers.rules.contracts import AHEAD


class Agreed(TypedDict):
    """What is said of a contract."""

    partner: str
    kind: str
    what: str
    kept: str
    cost: str
    effect: str
    signed_on: date
    ends_on: date
    owner: Person | None


@operation
def add_contract(*, actor: AnyActor, at: datetime, establishment_id: int, agreed: Agreed) -> Contract:
    """Put it into the register. Raises `EndsBeforeItBegins`."""
    row = Contract(establishment_id=establishment_id)
    _describe(row, agreed)
    audit.record(actor, "contract.add", row, at=at, kind=row.kind)
    return row


@operation
def change_contract(*, actor: AnyActor, at: datetime, pk: UUID, agreed: Agreed) -> Contract:
    """Describe it anew, with a later end where it was renewed. Raises `EndsBeforeItBegins`, `EndedAlready`."""
    row = _lock(actor, pk)
    was = row.ends_on
    _describe(row, agreed)
    audit.record(actor, "contract.change", row, at=at, kind=row.kind, was=str(was), ends_on=str(row.ends_on))
    return row


@operation
def end_contract(*, actor: AnyActor, at: datetime, pk: UUID, ended_on: date, why: str) -> Contract:
    """It was given up before its day. Raises `EndedAlready`."""
    row = _lock(actor, pk)
    row.ended_on, row.ended_why = ended_on, why.strip()
    row.save()
    audit.record(actor, "contract.end", row, at=at)
    return row


@operation
def add_contract_clause(
    *, actor: AnyActor, at: datetime, pk: UUID, title: str, words: str, signed_on: date | None = None, key: str = ""
) -> ContractClause:
    """Write what a contract says. signed_on: None for the day of the contract; key: where the library lists it.

    What the library lists is kept once. Raises `EndedAlready`, `NotWithinContract`.
    """
    row = _lock(actor, pk)
    if key and (found := row.clauses.filter(library_key=key, until=None).first()) is not None:
        return found
    day = signed_on or row.signed_on
    if not row.signed_on <= day <= row.ends_on:
        raise NotWithinContract(row.signed_on, row.ends_on)
    clause = ContractClause.objects.create(
        establishment_id=row.establishment_id, contract=row, title=" ".join(title.split()), words=words.strip(),
        library_key=key, signed_on=day,
    )  # fmt: skip
    audit.record(actor, "contract-clause.add", clause, at=at, key=key)
    return clause


@operation
def end_contract_clause(*, actor: AnyActor, at: datetime, pk: UUID) -> ContractClause:
    """It stands in the contract no longer, from today on. Raises `EndedAlready`."""
    get_visible(ContractClause, actor, pk)
    clause = ContractClause.objects.select_for_update(of=("self",)).select_related("contract__establishment").get(pk=pk)
    if clause.until is not None:
        raise EndedAlready
    clause.until = establishments.local_day(clause.contract.establishment, at)
    clause.save()
    audit.record(actor, "contract-clause.end", clause, at=at)
    return clause


@operation
def remind_of_end(*, actor: AnyActor, at: datetime, contract: Contract) -> bool:
    """Open an action two months before a contract ends, once for each end it is given; say whether it is time."""
    place = contract.establishment
    if contract.ended_on is not None or contract.ends_on - establishments.local_day(place, at) > AHEAD:
        return False
    origin = f"contract:{contract.pk}:{contract.ends_on}"
    if list_by_origin(actor, origin):  # open, or closed by somebody who knows why
        return True
    owner = contract.owner
    if owner is None or owner.left_on is not None:
        owner = next(iter(establishments.list_holders(place, "dsl", "deputy-dsl", "head", at=at)), None)
    actions.open_action(
        actor=actor, at=at, establishment_id=place.pk,
        title=_("Renew or end the contract: %(partner)s") % {"partner": contract.partner},
        detail=_("Go through what it says about being online, have it signed anew, or write that it is given up."),
        owner=owner, due_on=contract.ends_on, source=_("Contracts"), origin=origin,
        address=reverse("registers:contract", args=[contract.pk]), tag="protect",
    )  # fmt: skip
    return True


def _lock(actor: AnyActor, pk: UUID) -> Contract:
    get_visible(Contract, actor, pk)
    row = Contract.objects.select_for_update().get(pk=pk)
    if row.ended_on is not None:
        raise EndedAlready
    return row


def _describe(row: Contract, agreed: Agreed) -> None:
    if agreed["ends_on"] < agreed["signed_on"]:
        raise EndsBeforeItBegins
    for name, value in agreed.items():
        setattr(row, name, " ".join(value.split()) if isinstance(value, str) else value)
    row.save()
