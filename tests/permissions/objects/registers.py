"""Registers: each entry is about how a place works and about nobody, so only where it belongs matters."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from tests.permissions.objects import Factory, Relation
from tutela.web.core.actor import SystemActor
from tutela.web.registers import operations
from tutela.web.registers.models import Guidance, Risk

SYSTEM = SystemActor("test")
NOW = datetime.now(UTC)


def _of(make: Callable[[Any], Any]) -> Factory:
    """What `make` makes at an establishment, for its own people and for those of elsewhere."""

    def made(relation: Relation) -> dict[str, Any] | None:
        return {"pk": make(relation.establishment).pk} if relation.name in ("own", "foreign") else None

    return made


def _technology(place: Any) -> Any:
    return operations.add_technology(
        actor=SYSTEM, at=NOW, establishment_id=place.pk, name="Seesaw", kind="learning-platform", purpose="Homework",
        audiences=["learners"], communicates=False, state="in-use", since=date(2026, 9, 1),
    )  # fmt: skip


def _risk(place: Any) -> Any:
    operations.make_risks(actor=SYSTEM, at=NOW, establishment_id=place.pk, technologies=["game"])
    return Risk._base_manager.filter(establishment=place, challenge="grooming").get()


def _control(place: Any) -> Any:
    given = {"words": "Blocked", "place": "in-care", "technical": True, "tag": "protect"}
    return operations.add_control(actor=SYSTEM, at=NOW, pk=_risk(place).pk, **given)


def _foresight(place: Any) -> Any:
    given = {"title": "Glasses", "words": "They film.", "source": "", "look_again_on": date(2030, 1, 1)}
    return operations.add_foresight(actor=SYSTEM, at=NOW, establishment_id=place.pk, **given)


def _guidance(place: Any) -> Any:
    operations.take_over_guidance(actor=SYSTEM, at=NOW, establishment=place, keys=["mobile-phones"])
    return Guidance._base_manager.get(establishment=place)


def _asset(place: Any) -> Any:
    described: Any = {"name": "Records", "what": "Conditions", "whose": []}
    return operations.add_data_asset(actor=SYSTEM, at=NOW, establishment_id=place.pk, described=described)


def _link(place: Any) -> Any:
    given = {"title": "Help", "address": "https://example.org/", "publisher": "They", "licence": "CC BY 4.0"}
    return operations.add_link(actor=SYSTEM, at=NOW, establishment_id=place.pk, audiences=["parents"], **given)


def _contract(place: Any) -> Any:
    agreed: Any = {
        "partner": "Marsh Garage", "kind": "employer", "what": "Placements", "kept": "", "cost": "", "effect": "",
        "owner": None,
        "signed_on": date(2026, 9, 1), "ends_on": date(2030, 7, 31),
    }  # fmt: skip
    return operations.add_contract(actor=SYSTEM, at=NOW, establishment_id=place.pk, agreed=agreed)


def _contract_clause(place: Any) -> Any:
    given = {"title": "Phones", "words": "They stay in the locker."}
    return operations.add_contract_clause(actor=SYSTEM, at=NOW, pk=_contract(place).pk, **given)


def _purchase(place: Any) -> Any:
    given = {"title": "Web filter", "what": "For everybody"}
    return operations.begin_purchase(actor=SYSTEM, at=NOW, establishment_id=place.pk, **given)


def _offer(place: Any) -> Any:
    given: Any = {"supplier": "SafeLine", "cost": "", "contract": None, "in_use": False}
    return operations.add_offer(actor=SYSTEM, at=NOW, pk=_purchase(place).pk, **given)


MADE = {
    _purchase: ("purchase", "add-offer", "decide-purchase"),
    _offer: ("answer-offer",),
    _technology: ("technology", "change-technology", "turn-technology"),
    _risk: ("risk", "judge-risk", "add-control", "act-on-gap"),
    _control: ("end-control",),
    _foresight: ("foresight", "look-again"),
    _guidance: ("guidance-one", "look-at-guidance", "guidance-version", "archive-guidance", "watch-guidance-again"),
    _link: ("link", "move-link", "retire-link"),
    _contract: ("contract", "change-contract", "end-contract", "add-contract-clause", "contract-says"),
    _contract_clause: ("end-contract-clause",),
    _asset: ("data-asset", "change-data-asset", "end-data-asset"),
}
OBJECTS = {f"registers:{name}": _of(make) for make, names in MADE.items() for name in names}
