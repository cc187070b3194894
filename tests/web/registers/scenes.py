"""What the registers of Oakfield hold."""

from datetime import UTC, date, datetime
from typing import Any

from tests import cast
from tutela.web.core.actor import Actor
from tutela.web.registers import operations
from tutela.web.registers.models import Risk, Technology
from tutela.web.registers.shipped.risks import get_risks

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def dana() -> Actor:
    return cast.acting(cast.dana())


def a_technology(name: str = "Seesaw", **more: Any) -> Technology:
    """One that Ivy put there, in use since September unless something else is said."""
    given = {
        "establishment_id": cast.oakfield().pk, "kind": "learning-platform", "purpose": "Homework",
        "audiences": ["learners"], "communicates": False, "state": "in-use", "since": date(2026, 9, 1),
    } | more  # fmt: skip
    return operations.add_technology(actor=cast.acting(cast.ivy()), at=NOON, name=name, **given)


def a_risk(kind: str = "game", challenge: str = "grooming") -> Risk:
    """One of those that Dana made of the kinds in use."""
    operations.make_risks(actor=dana(), at=NOON, establishment_id=cast.oakfield().pk, technologies=[kind])
    return Risk._base_manager.get(establishment=cast.oakfield(), kind=kind, challenge=challenge)


def judge_all(kind: str) -> None:
    """Dana judges every risk that comes with such a technology."""
    for _kind, challenge in get_risks().pairs([kind]):
        risk = a_risk(kind, challenge)
        operations.judge_risk(
            actor=dana(), at=NOON, pk=risk.pk, likelihood=1, harm=2, benefit=risk.benefit, set_aside=""
        )


def control(risk: Risk, words: str, place: str, *, technical: bool = False, tag: str = "protect", **more: Any) -> Any:
    given = {"actor": dana(), "at": NOON} | more
    return operations.add_control(pk=risk.pk, words=words, place=place, technical=technical, tag=tag, **given)
