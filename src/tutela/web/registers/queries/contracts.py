"""Which contracts there are, how each stands, and what it does not say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.registers.models import Contract, ContractClause
from tutela.web.registers.rules import contracts as rules
from tutela.web.registers.shipped.contracts import Listed, list_clauses


@dataclass(frozen=True, slots=True)
class Standing:
    """A contract on a day: its clauses, and what it must say and does not."""

    contract: Contract
    state: rules.State
    clauses: list[ContractClause]
    missing: list[Listed]

    @property
    def holds(self) -> bool:
        return self.state in rules.HOLDS


def list_contracts(actor: AnyActor, today: date) -> list[Standing]:
    """All of them, whatever ends first before the rest."""
    rows = Contract.visible_to(actor).select_related("owner").order_by("ends_on", "partner", "pk")
    return _stand(rows, ContractClause.visible_to(actor), today)


def get_contract(actor: AnyActor, contract: Contract, today: date) -> Standing:
    """One of them."""
    return _stand([contract], ContractClause.visible_to(actor).filter(contract=contract), today)[0]


def list_clauses_of(actor: AnyActor, contract: Contract) -> QuerySet[ContractClause]:
    """Everything it says or said, the oldest first."""
    return ContractClause.visible_to(actor).filter(contract=contract).order_by("signed_on", "title", "pk")


def get_sound_pct(establishment_id: int, today: date) -> float | None:
    """Of contracts, which share (0-100) holds today and says all that it must."""
    found = list_contracts(SystemActor("evidence", establishment_id), today)
    return rules.sound_pct((one.state, bool(one.missing)) for one in found)


def list_contracts_to_mind(actor: AnyActor) -> QuerySet[Contract]:
    """Those whose end may have to be brought to mind."""
    return Contract.visible_to(actor).filter(ended_on=None).select_related("establishment", "owner")


def _stand(rows: Iterable[Contract], clauses: QuerySet[ContractClause], today: date) -> list[Standing]:
    listed = list_clauses()
    wanted = {key: one.must for key, one in listed.items()}
    said: dict[UUID, list[ContractClause]] = defaultdict(list)
    for clause in clauses.filter(until=None).order_by("signed_on", "title", "pk"):
        said[clause.contract_id].append(clause)
    found = []
    for row in rows:
        state = rules.state_of(row.signed_on, row.ends_on, row.ended_on, today)
        missing = rules.list_missing({clause.library_key for clause in said[row.pk]}, wanted)
        found.append(Standing(row, state, said[row.pk], [listed[key] for key in missing]))
    return found
