"""What is to be bought: each supplier is asked the same, and what our own records show counts before what is said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.pages import words_of
from tests.web.registers.scenes import NOON, dana
from tests.web.registers.test_contracts import a_contract, say_all
from tutela.web.core.actor import SystemActor
from tutela.web.evidence import operations as evidence
from tutela.web.evidence.kinds import list_kinds
from tutela.web.evidence.rules import Figure
from tutela.web.registers import operations, queries
from tutela.web.registers.models import Offer, Purchase
from tutela.web.registers.rules.procurement import NO, SAID, SHOWN, UNASKED, Found, score
from tutela.web.registers.shipped.contracts import list_clauses
from tutela.web.registers.shipped.procurement import list_questions

SignIn = Callable[..., Client]


def a_purchase() -> Purchase:
    """A web filter, to be bought anew."""
    given = {"title": "Web filter", "what": "For everybody, from September"}
    return operations.begin_purchase(actor=dana(), at=NOON, establishment_id=cast.oakfield().pk, **given)


def an_offer(purchase: Purchase, supplier: str, **more: Any) -> Offer:
    given = {"cost": "£4,200 a year", "contract": None, "in_use": False} | more
    return operations.add_offer(actor=dana(), at=NOON, pk=purchase.pk, supplier=supplier, **given)


def say(offer: Offer, standing: str, *keys: str) -> None:
    answers = dict.fromkeys(keys or list_questions(), (standing, "Their own paper" if standing == SHOWN else ""))
    operations.answer_offer(actor=dana(), at=NOON, pk=offer.pk, answers=answers)


def test_what_must_counts_three_times_and_silence_counts_as_nothing() -> None:
    must, nice = {"must": True}, {"must": False}
    assert score([]).pct == 0
    assert score([Found("a", answered=SHOWN, **must), Found("b", answered=UNASKED, **nice)]).pct == 75
    assert score([Found("a", answered=SAID, **must), Found("b", answered=SHOWN, **nice)]).pct == 62
    whole = score([Found("a", answered=NO, **must), Found("b", answered=SHOWN, **nice)])
    assert (whole.pct, whole.missing, whole.unasked) == (25, ("a",), 0)


def test_our_own_records_count_before_what_anybody_says() -> None:
    assert Found("a", must=True, answered=SHOWN, recorded=False).stands == NO
    assert Found("a", must=True, answered=SHOWN, recorded=False).is_contradicted
    assert Found("a", must=True, answered=NO, recorded=True).stands == SHOWN
    assert not Found("a", must=True, answered=UNASKED, recorded=False).is_contradicted


def test_each_question_asks_in_words_and_names_what_there_is() -> None:
    questions = list_questions()
    assert len(questions) >= 15
    assert sum(one.must for one in questions.values()) >= 8
    assert {one.clause for one in questions.values()} - {""} <= set(list_clauses())
    assert {bar.kind for one in questions.values() for bar in one.figures} <= set(list_kinds())
    assert all(one.asks.endswith("?") for one in questions.values())


@pytest.mark.requirement("S1.10")
def test_dana_compares_two_suppliers_by_what_is_shown_and_by_our_own_records(sign_in: SignIn) -> None:
    """The one we have says that all is well; its canaries came out wrong, and its contract says what it must."""
    client = sign_in(cast.dana())
    contract = a_contract(partner="NetGuard", kind="service", what="Our filter")
    say_all(contract)
    sent = {"title": "Web filter", "what": "For everybody, from September"}
    page = client.post("/registers/purchases/new/", sent)["Location"]
    first = {"supplier": "NetGuard", "cost": "£4,200 a year", "contract": str(contract.pk), "in_use": "on"}
    asked = client.post(f"{page}offer/", first)["Location"]
    client.post(asked, dict.fromkeys(list_questions(), SAID))
    asked = client.post(f"{page}offer/", {"supplier": "SafeLine", "cost": "", "contract": ""})["Location"]
    refused = client.post(asked, dict.fromkeys(list_questions(), SHOWN))
    assert "Enter what shows it" in words_of(refused)
    shown = dict.fromkeys(list_questions(), SHOWN) | {f"{key}-shown": "Demonstrated" for key in list_questions()}
    client.post(asked, shown | {"help": "no"})

    at = timezone.now()
    figure = Figure("filters.canaries", 80.0, at - timedelta(minutes=5))
    evidence.publish(
        at=at, actor=SystemActor("test", cast.oakfield().pk), establishment_id=cast.oakfield().pk, figures=[figure]
    )
    words = words_of(client.get(page))
    assert "SafeLine stands first with" in words
    assert "Our records say otherwise:" in words
    assert "80 % of the last filtering checks came out right" in words
    assert "It stands in the contract" in words
    best, other = queries.judge_offers(dana(), Purchase._base_manager.get(), at)
    assert (best.offer.supplier, best.score.missing) == ("SafeLine", ())
    assert other.lines["illegal-content"].found.stands == NO
    assert other.lines["data"].found.stands == SHOWN
    assert "illegal-content" in other.score.missing


def test_what_was_decided_stays_as_it_was_judged(sign_in: SignIn) -> None:
    purchase = a_purchase()
    offer = an_offer(purchase, "SafeLine")
    client = sign_in(cast.dana())
    assert "Enter what was decided" in words_of(client.post(f"/registers/purchases/{purchase.pk}/decide/", {}))
    client.post(f"/registers/purchases/{purchase.pk}/decide/", {"decided": "SafeLine, by Hana: it showed all."})
    assert "SafeLine, by Hana" in words_of(client.get(f"/registers/purchases/{purchase.pk}/"))
    with pytest.raises(operations.DecidedAlready):
        say(offer, SAID)
    with pytest.raises(operations.DecidedAlready):
        an_offer(purchase, "Late")
    assert "Begin another purchase" in words_of(client.post(f"/registers/purchases/offers/{offer.pk}/", {"data": SAID}))


def test_a_supplier_stands_once_and_an_answer_can_be_taken_back() -> None:
    purchase = a_purchase()
    offer = an_offer(purchase, "SafeLine")
    with pytest.raises(operations.OfferedAlready):
        an_offer(purchase, " safeline ")
    say(offer, SAID, "data", "help")
    say(offer, UNASKED, "help")
    assert offer.answers(manager="_base_manager").count() == 1
    assert queries.judge_offer(dana(), offer, NOON).score.unasked == len(list_questions()) - 1


def test_gwen_reads_the_comparison_and_elm_park_does_not(sign_in: SignIn) -> None:
    purchase = a_purchase()
    an_offer(purchase, "SafeLine")
    page = f"/registers/purchases/{purchase.pk}/"
    assert "SafeLine" in words_of(sign_in(cast.gwen()).get(page))
    assert "Add an offer" not in words_of(sign_in(cast.gwen()).get(page))
    assert sign_in(cast.eli()).get(page).status_code == 404
    assert sign_in(cast.tom()).get(page).status_code == 404
