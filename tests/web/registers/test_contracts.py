"""Contracts with partners: what each says about being online, since when, until when, and who is reminded."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import cast
from tests.web.pages import parts, words_of
from tests.web.registers.scenes import NOON, dana
from tutela.web.actions.models import Action
from tutela.web.core.actor import SystemActor
from tutela.web.evidence import operations as evidence
from tutela.web.evidence.rules import Figure
from tutela.web.registers import operations, proofs, queries, tasks
from tutela.web.registers.models import Contract, ContractClause
from tutela.web.registers.rules.contracts import State, sound_pct, state_of
from tutela.web.registers.shipped.contracts import list_clauses

SignIn = Callable[..., Client]
SIGNED, ENDS = date(2026, 9, 1), date(2027, 7, 31)


def a_contract(**more: Any) -> Contract:
    """What Dana signed with a garage where learners work."""
    agreed: Any = {
        "partner": "Marsh Garage", "kind": "employer", "what": "Placements in year 12", "kept": "Office, folder 4",
        "cost": "", "effect": "",
        "signed_on": SIGNED, "ends_on": ENDS, "owner": cast.tom(),
    } | more  # fmt: skip
    return operations.add_contract(actor=dana(), at=NOON, establishment_id=cast.oakfield().pk, agreed=agreed)


def say_all(contract: Contract) -> None:
    for key, one in list_clauses().items():
        operations.add_contract_clause(actor=dana(), at=NOON, pk=contract.pk, title=one.title, words=one.words, key=key)


def remind(contract: Contract, day: date) -> None:
    at = NOON.replace(year=day.year, month=day.month, day=day.day)
    with_place = Contract._base_manager.select_related("establishment", "owner").get(pk=contract.pk)
    operations.remind_of_end(actor=SystemActor("test", contract.establishment_id), at=at, contract=with_place)


@pytest.mark.requirement("S3.12")
def test_dana_writes_what_a_partner_signed_with_its_day_and_its_end(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    sent = {"partner": "Marsh Garage", "kind": "employer", "what": "Placements in year 12", "owner": "nobody"}
    wrong = sent | parts("signed_on", SIGNED) | parts("ends_on", SIGNED - timedelta(days=1))
    refused = client.post("/registers/contracts/new/", wrong)
    assert "cannot be before the day it was signed" in words_of(refused)
    assert "Placements in year 12" in refused.content.decode()
    client.post("/registers/contracts/new/", sent | parts("signed_on", SIGNED) | parts("ends_on", ENDS))
    row = Contract._base_manager.get()
    page = f"/registers/contracts/{row.pk}/"
    assert "It does not say yet: Both policies hold Worries are told on the same day" in words_of(client.get(page))
    for _ in range(2):
        client.post(f"{page}says/", {"clause": "worries"})
    assert ContractClause._base_manager.get().library_key == "worries"
    own = {"title": "Phones", "words": "Phones stay in the locker."} | parts("signed_on", date(2026, 10, 1))
    client.post(f"{page}clause/", own)
    shown = words_of(client.get(page))
    assert "Phones stay in the locker. Signed 1 October 2026, holds until 31 July 2027" in shown
    assert "Signed 1 September 2026, holds until 31 July 2027" in shown
    assert "It does not say yet: Both policies hold Whom the partner sends" in shown
    early = client.post(f"{page}clause/", own | parts("signed_on", date(2026, 8, 1)))
    assert "holds from 1 September 2026 until 31 July 2027" in words_of(early)
    clause = ContractClause._base_manager.get(library_key="")
    for _ in range(2):
        client.post(f"/registers/contracts/clauses/{clause.pk}/end/")
    assert "What it said once Phones" in words_of(client.get(page))
    client.post(f"{page}says/", {"clause": "telepathy"})
    assert ContractClause._base_manager.count() == 2


@pytest.mark.requirement("S3.12")
def test_whoever_answers_is_reminded_two_months_before_the_end_and_again_after_it_is_renewed() -> None:
    row = a_contract()
    remind(row, ENDS - timedelta(days=61))
    assert not Action._base_manager.exists()
    for days in (60, 30, 0):
        remind(row, ENDS - timedelta(days=days))
    action = Action._base_manager.get()
    assert (action.title, action.owner, action.due_on) == ("Renew or end the contract: Marsh Garage", cast.tom(), ENDS)
    assert action.address == f"/registers/contracts/{row.pk}/"
    later: Any = {
        "partner": row.partner, "kind": row.kind, "what": row.what, "kept": "", "cost": "", "effect": "",
        "signed_on": SIGNED, "ends_on": date(2028, 7, 31), "owner": None,
    }  # fmt: skip
    operations.change_contract(actor=dana(), at=NOON, pk=row.pk, agreed=later)
    remind(row, date(2028, 6, 1))
    again = Action._base_manager.exclude(pk=action.pk).get()
    assert (again.owner, again.due_on) == (cast.dana(), date(2028, 7, 31))


def test_the_worker_reminds_of_what_holds_and_not_of_what_was_given_up() -> None:
    kept, given_up = a_contract(), a_contract(partner="Elm Sports")
    operations.end_contract(actor=dana(), at=NOON, pk=given_up.pk, ended_on=date(2026, 11, 1), why="They closed.")
    tasks.remind_of_contracts(NOON + timedelta(days=260))
    assert Action._base_manager.get().origin == f"contract:{kept.pk}:{ENDS}"
    with pytest.raises(operations.RegisterRefused, match="ended already"):
        operations.add_contract_clause(actor=dana(), at=NOON, pk=given_up.pk, title="Late", words="Too late.")


@pytest.mark.requirement("S3.12")
def test_the_figure_of_contracts_counts_those_that_hold_and_say_all_they_must() -> None:
    def figure() -> float | None:
        return {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), NOON)}.get("contracts.sound")

    assert figure() is None
    row = a_contract()
    assert figure() == 0
    say_all(row)
    assert figure() == 100
    say_all(a_contract(partner="Old friends", signed_on=date(2024, 9, 1), ends_on=date(2025, 7, 31)))
    assert figure() == 50


def test_what_runs_out_stands_first_and_on_its_own_list(sign_in: SignIn) -> None:
    a_contract()
    a_contract(partner="Ridgeway Skills", kind="subcontractor", signed_on=date(2020, 9, 1), ends_on=date(2021, 7, 31))
    client = sign_in(cast.gwen())
    page = words_of(client.get("/registers/contracts/"))
    assert page.index("Ridgeway Skills") < page.index("Marsh Garage")
    assert "Add a contract" not in page
    ending = words_of(client.get("/registers/contracts/?show=ending"))
    assert "Ridgeway Skills" in ending
    assert "Ran out" in ending
    assert "Ridgeway Skills" in words_of(client.get("/registers/contracts/?show=missing"))
    assert "Contracts with partners" in words_of(client.get("/registers/"))


def test_dana_renews_and_gives_up_by_the_pages(sign_in: SignIn) -> None:
    row, client = a_contract(), sign_in(cast.dana())
    page = f"/registers/contracts/{row.pk}/"
    sent = {"partner": "Marsh Garage", "kind": "employer", "what": "Placements", "owner": "nobody"}
    client.post(f"{page}change/", sent | parts("signed_on", SIGNED) | parts("ends_on", date(2028, 7, 31)))
    assert Contract._base_manager.get().ends_on == date(2028, 7, 31)
    client.post(f"{page}end/", {"why": "They closed."} | parts("ended_on", date(2026, 11, 1)))
    shown = words_of(client.get(page))
    assert "Given up from 1 November 2026 on. They closed." in shown
    assert "Renew it" not in shown
    assert "Marsh Garage" in words_of(client.get("/registers/contracts/?show=ended"))


def test_a_contract_holds_on_its_last_day_and_no_longer() -> None:
    assert state_of(SIGNED, ENDS, None, SIGNED - timedelta(days=1)) is State.TO_COME
    assert state_of(SIGNED, ENDS, None, ENDS - timedelta(days=61)) is State.IN_FORCE
    assert state_of(SIGNED, ENDS, None, ENDS) is State.ENDS_SOON
    assert state_of(SIGNED, ENDS, None, ENDS + timedelta(days=1)) is State.EXPIRED
    assert state_of(SIGNED, ENDS, date(2026, 10, 1), date(2026, 10, 1)) is State.ENDED
    assert sound_pct([(State.ENDED, False)]) is None


def test_eli_of_elm_park_sees_no_contract_of_oakfield(sign_in: SignIn) -> None:
    row = a_contract()
    assert sign_in(cast.eli()).get(f"/registers/contracts/{row.pk}/").status_code == 404
    assert queries.list_contracts(cast.acting(cast.eli()), NOON.date()) == []


@pytest.mark.requirement("S1.33")
def test_what_a_provider_costs_and_when_it_is_renewed_stands_beside_what_its_checks_found(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    sent = {
        "partner": "Clearnet", "kind": "service", "what": "Filtering", "cost": "£4,200 a year", "owner": "nobody",
        "effect": "filters.canaries",
    } | parts("signed_on", SIGNED) | parts("ends_on", ENDS)  # fmt: skip
    assert "Select one of the answers shown" in words_of(
        client.post("/registers/contracts/new/", sent | {"effect": "x.y"})
    )
    client.post("/registers/contracts/new/", sent)
    page = f"/registers/contracts/{Contract._base_manager.get().pk}/"
    beside = "Holds until 31 July 2027 Costs £4,200 a year Does it do what it should? "
    shown = words_of(client.get(page))
    assert beside in shown
    assert "nothing is known yet" in shown
    at = datetime.now(UTC)
    figures = [Figure("filters.canaries", 96.5, at)]
    evidence.publish(actor=SystemActor("test"), at=at, establishment_id=cast.oakfield().pk, figures=figures)
    assert f"{beside}96.5 % of the last filtering checks came out right" in words_of(client.get(page))
