"""Technologies in use: who may put one there, what everybody sees, and how it comes and goes."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests import cast
from tests.web.pages import words_of
from tests.web.registers.scenes import NOON, a_technology, dana, judge_all
from tutela.web.policies.authored.model import Technology as NamedInPolicies
from tutela.web.registers import kinds, operations, proofs, queries
from tutela.web.registers.models import Technology, TechnologyTurn
from tutela.web.registers.rules.technologies import Assessment, assess, assessed_pct
from tutela.web.registers.shipped import technologies as shipped

SignIn = Callable[..., Client]
SENT = {
    "name": "Seesaw", "kind": "learning-platform", "purpose": "Homework and messages home", "communicates": "no",
    "audiences": ["learners", "parents"], "owner": "nobody", "state": "in-use",
    "since_0": "1", "since_1": "9", "since_2": "2026",
}  # fmt: skip


def test_policies_and_the_register_name_the_same_kinds() -> None:
    assert set(get_args(NamedInPolicies)) == set(kinds.TECHNOLOGIES)


def test_ivy_adds_what_everybody_uses_and_tom_finds_it_on_his_list(sign_in: SignIn) -> None:
    client = sign_in(cast.ivy())
    answer = client.post("/registers/technologies/new/", SENT)
    row = Technology._base_manager.get()
    assert answer.headers["Location"] == f"/registers/technologies/{row.pk}/"
    assert "Homework and messages home" in words_of(client.get(f"/registers/technologies/{row.pk}/"))
    assert "Seesaw" in words_of(client.get("/registers/technologies/"))
    toms = sign_in(cast.tom())
    assert "Seesaw" in words_of(toms.get("/registers/technologies/recognised/"))
    assert toms.get("/registers/technologies/").status_code == 404


def test_what_is_only_proposed_stands_on_nobodys_list_of_what_may_be_used() -> None:
    a_technology("Proposed one", state="proposed")
    used = a_technology("Used one")
    assert queries.list_technologies_in_use(cast.acting(cast.tom())) == [used]
    assert queries.list_technologies_in_use(cast.acting(cast.eli())) == []
    assert queries.list_technologies_in_use(cast.acting(cast.leo())) == []


@pytest.mark.parametrize("who", [cast.leo, cast.pat])
def test_learners_and_parents_have_no_such_list(sign_in: SignIn, who: Callable[[], Any]) -> None:
    assert sign_in(who()).get("/registers/technologies/recognised/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Enter its name"),
        ({"kind": "telepathy"}, "Select"),
        ({"audiences": []}, "Select who uses it"),
        ({"communicates": ""}, "Select yes or no"),
        ({"since_2": "2100"}, "must be today or in the past"),
        ({"name": "seeSAW "}, "stands in the register already"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_added(sign_in: SignIn, wrong: dict[str, Any], said: str) -> None:
    a_technology()
    answer = sign_in(cast.dana()).post("/registers/technologies/new/", SENT | {"name": "Other"} | wrong)
    assert said in words_of(answer)
    assert Technology._base_manager.count() == 1


def test_a_technology_ends_and_comes_back_and_each_day_is_kept() -> None:
    row, dana = a_technology(), cast.acting(cast.dana())
    turn = {"actor": dana, "at": NOON, "pk": row.pk}
    with pytest.raises(operations.RegisterRefused, match="1 September 2026"):
        operations.turn_technology(**turn, state="ended", since=date(2026, 8, 31))
    operations.turn_technology(**turn, state="ended", since=date(2026, 10, 1), words="The contract ran out.")
    with pytest.raises(operations.RegisterRefused, match="not in use by now"):
        operations.turn_technology(**turn, state="ended", since=date(2026, 10, 2))
    a_technology("seesaw", since=date(2026, 10, 5))
    with pytest.raises(operations.RegisterRefused, match="stands in the register already"):
        operations.turn_technology(**turn, state="in-use", since=date(2026, 10, 6))
    assert set(queries.list_turns(dana, row).values_list("state", "since")) == {
        ("in-use", date(2026, 9, 1)),
        ("ended", date(2026, 10, 1)),
    }


def test_how_it_came_to_be_so_cannot_be_rewritten() -> None:
    row = a_technology()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE registers_technologyturn SET words = 'x'")
    assert TechnologyTurn._base_manager.get().technology == row


def test_ivy_changes_what_is_said_of_it_and_gwen_only_reads(sign_in: SignIn) -> None:
    row = a_technology(owner=cast.tom())
    client = sign_in(cast.ivy())
    page = client.get(f"/registers/technologies/{row.pk}/change/").content.decode()
    assert 'value="Tom Reed"' in page
    client.post(f"/registers/technologies/{row.pk}/change/", SENT | {"name": "Seesaw for schools"})
    assert Technology._base_manager.get().name == "Seesaw for schools"
    gwen = sign_in(cast.gwen())
    assert "Change its state" not in words_of(gwen.get(f"/registers/technologies/{row.pk}/"))
    assert gwen.post(f"/registers/technologies/{row.pk}/change/", SENT).status_code == 404


def test_a_technology_is_assessed_once_every_risk_of_its_kind_is_judged_and_no_review_is_late() -> None:
    assert assess(["a", "b"], {"a"}, None, NOON.date()) == Assessment(1, 2, is_late=False, missing=("b",))
    assert not assess(["a"], {"a"}, date(2026, 10, 31), NOON.date()).is_whole
    assert assess([], set(), NOON.date(), NOON.date()).is_whole
    assert assessed_pct([]) is None


def test_the_figure_of_assessed_technologies_follows_what_dana_judges(sign_in: SignIn) -> None:
    row = a_technology("A game for sums", kind="game")

    def figure() -> float:
        return {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), NOON)}["technologies.assessed"]

    assert figure() == 0
    judge_all("game")
    assert figure() == 100
    assert "Assessed" in words_of(sign_in(cast.gwen()).get(f"/registers/technologies/{row.pk}/"))
    a_technology("Another", kind="email")
    assert figure() == 50


@pytest.mark.requirement("S1.4")
def test_what_lets_learners_meet_people_comes_into_use_only_once_its_risks_are_judged(sign_in: SignIn) -> None:
    client, sent = sign_in(cast.ivy()), SENT | {"kind": "messaging", "communicates": "yes"}
    refused = client.post("/registers/technologies/new/", sent)
    assert "it is used only once its risks are judged" in words_of(refused)
    assert "Still to be judged under Risks, for Messaging and chat: " in words_of(refused)
    assert "Bullying and cruelty" in words_of(refused)
    assert "Homework and messages home" in refused.content.decode()
    assert not Technology._base_manager.exists()
    client.post("/registers/technologies/new/", sent | {"state": "proposed"})
    row = Technology._base_manager.get()
    page = f"/registers/technologies/{row.pk}/"
    assert "Bullying and cruelty" in words_of(client.get(page))
    turned = {"state": "in-use", "since_0": "2", "since_1": "11", "since_2": "2026", "words": "Dana agreed."}
    refused = client.post(f"{page}state/", turned)
    assert "Still to be judged" in words_of(refused)
    assert "Dana agreed." in refused.content.decode()
    judge_all("messaging")
    assert client.post(f"{page}state/", turned).status_code == 302
    assert Technology._base_manager.get().state == "in-use"
    assert "Assessed" in words_of(client.get(page))


@pytest.mark.requirement("S1.4")
def test_what_is_in_use_is_not_called_one_through_which_people_are_met_before_it_is_assessed() -> None:
    row = a_technology()
    change: dict[str, Any] = {
        "actor": dana(), "at": NOON, "pk": row.pk, "name": row.name, "kind": row.kind, "purpose": row.purpose,
        "audiences": row.audiences, "owner": None, "review_on": None,
    }  # fmt: skip
    with pytest.raises(operations.RegisterRefused, match="Still to be judged"):
        operations.change_technology(**change, communicates=True)
    judge_all(row.kind)
    operations.change_technology(**change, communicates=True)
    with pytest.raises(operations.RegisterRefused, match="Still to be judged under Risks, for Games"):
        operations.change_technology(**change | {"kind": "game"}, communicates=True)


def test_what_was_to_be_looked_at_again_comes_back_into_use_only_once_somebody_looked() -> None:
    judge_all("learning-platform")
    row = a_technology(communicates=True, state="ended", since=date(2026, 7, 1), review_on=date(2026, 10, 1))
    with pytest.raises(operations.RegisterRefused, match="looked at again by 1 October 2026"):
        operations.turn_technology(actor=dana(), at=NOON, pk=row.pk, state="in-use", since=date(2026, 11, 1))


FIFTEEN = {
    "websites": "website", "virtual learning environments": "learning-platform", "instant messages": "messaging",
    "social networks": "social-media", "email": "email", "blogs": "website", "podcasts": "streaming",
    "video sites": "streaming", "chat rooms": "messaging", "online games and gambling": "game",
    "music downloads": "streaming", "camera phones": "camera", "digital cameras": "camera",
    "pocket computers (pdas)": "own-phone", "smartphones": "own-phone",
}  # fmt: skip


@pytest.mark.requirement("S3.5")
def test_the_register_begins_with_what_people_use_everywhere_and_says_how_far_each_is_assessed(sign_in: SignIn) -> None:
    listed = shipped.list_technologies()
    assert {one.name.casefold(): one.kind for one in listed.values()}.items() >= FIFTEEN.items()
    assert {"ai-assistant", "video-call", "wearable", "vpn"} <= {one.kind for one in listed.values()}
    page = words_of(sign_in(cast.gwen()).get("/registers/technologies/"))
    for one in listed.values():
        assert f" {one.name} " in page
    assert page.count("Not assessed yet") == len(listed)
    judge_all("email")
    page = words_of(sign_in(cast.gwen()).get("/registers/technologies/"))
    assert "Email Kind Email People from outside Can be met Its risks Assessed Decide Not decided" in page
    assert page.count("Not assessed yet") == len(listed) - 1
    a_technology("Outlook", kind="email")
    a_technology("Seesaw", kind="learning-platform")
    page = words_of(sign_in(cast.gwen()).get("/registers/technologies/?state=in-use"))
    assert re.search(r"Outlook Kind Email .* Its risks Assessed", page)
    assert re.search(r"Seesaw Kind Learning platforms .* Its risks Not assessed yet 0 of \d+ judged", page)


@pytest.mark.requirement("S3.5")
def test_dana_decides_on_what_people_use_everywhere_one_by_one(sign_in: SignIn) -> None:
    client, listed = sign_in(cast.dana()), shipped.list_technologies()
    asked = client.get("/registers/technologies/new/?listed=websites").content.decode()
    assert 'value="Websites"' in asked
    sent = SENT | {"name": "The web", "kind": "website"}
    assert client.post("/registers/technologies/new/?listed=websites", sent).status_code == 302
    assert Technology._base_manager.get().library_key == "websites"
    for _ in range(2):
        client.post("/registers/technologies/leave/", {"listed": "makers"})
    left = Technology._base_manager.get(library_key="makers")
    assert (left.state, left.name) == ("ended", "3D printers")
    a_technology("EMAIL", kind="email")
    offered = {one.key for one in queries.list_offered_technologies(dana(), NOON.date())}
    assert offered == set(listed) - {"websites", "makers", "email"}
    client.post("/registers/technologies/leave/", {"listed": "telepathy"})
    assert not Technology._base_manager.filter(library_key="telepathy").exists()
    assert f"Not decided ({len(offered)})" in words_of(client.get("/registers/technologies/?state=undecided"))
