"""A clause says what it is held against, and whoever rewords it may say so anew."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests import cast
from tests.web.pages import words_of
from tests.web.policies.scenes import AT, begun, draft_of
from tests.web.registers.scenes import a_technology
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.policies import queries
from tutela.web.policies.authored.model import Bar, Clause, Rule
from tutela.web.policies.models import Document
from tutela.web.policies.texts import wording as words

SignIn = Callable[..., Client]


def clauses_of(document: Document) -> dict[str, Clause]:
    with acting_as(SystemActor("test")):
        return {one.id: one for one in words.from_text(draft_of(document).content).clauses}


def about_gambling(document: Document) -> Clause:
    return next(one for one in clauses_of(document).values() if any(rule.category == "gambling" for rule in one.rules))


def sent(document: Document, clause: Clause, **changed: object) -> dict[str, object]:
    """What Dana's browser sends where she changes nothing else."""
    held = [f"rule-{rule.group}-{rule.category}-{rule.outcome}" for rule in clause.rules]
    held += [f"bar-{bar.kind}" for bar in clause.bears]
    return {
        "title": clause.title, "text": clause.text, "links": list(clause.links), "held": held,
        "technologies": list(clause.technologies), "seen": draft_of(document).revision,
    } | changed  # fmt: skip


def page_of(document: Document, clause: Clause) -> str:
    return f"/policies/{document.pk}/draft/clauses/{clause.id}/"


def test_a_clause_that_promises_a_block_no_more_is_not_held_against_it(sign_in: SignIn) -> None:
    document = begun("learners-adult")
    clause, client = about_gambling(document), sign_in(cast.dana())
    assert "“Gambling” is blocked: Learners" in words_of(client.get(page_of(document, clause)))
    client.post(page_of(document, clause), sent(document, clause, text="Betting is your own business."))
    assert clauses_of(document)[clause.id].rules == clause.rules, "nothing was taken away"
    kept = [rule for rule in clause.rules if rule.category != "gambling"]
    held = [f"rule-{rule.group}-{rule.category}-{rule.outcome}" for rule in kept]
    held += [f"bar-{bar.kind}" for bar in clause.bears]
    client.post(page_of(document, clause), sent(document, clause, held=held))
    now = clauses_of(document)[clause.id]
    assert (now.rules, now.bears) == (tuple(kept), clause.bears)


def test_dana_adds_what_the_filter_does_and_what_a_figure_has_to_show(sign_in: SignIn) -> None:
    document = begun("learners-adult")
    clause, client = about_gambling(document), sign_in(cast.dana())
    half = words_of(
        client.post(page_of(document, clause), sent(document, clause, category="games", figure="monitoring.waiting"))
    )
    assert "Select what the filter does" in half
    assert "Enter the number that has to be reached" in half
    whole = {"category": "games", "outcome": "allow", "group": "learners"}
    whole |= {"figure": "monitoring.waiting", "reaches": "4"}
    client.post(page_of(document, clause), sent(document, clause, **whole))
    now = clauses_of(document)[clause.id]
    assert Rule("learners", "games", "allow") in now.rules
    assert Bar("monitoring.waiting", at_most=4) in now.bears


@pytest.mark.requirement("S0.7")
def test_a_clause_of_ones_own_answers_for_a_technology_that_nothing_spoke_of(sign_in: SignIn) -> None:
    document = begun("online-safety")
    client = sign_in(cast.dana())
    for clause in clauses_of(document).values():
        if "vpn" in clause.technologies:
            kinds = [kind for kind in clause.technologies if kind != "vpn"]
            client.post(page_of(document, clause), sent(document, clause, technologies=kinds))
    a_technology("Tunnel", kind="vpn", state="in-use")

    def named() -> list[str]:
        with acting_as(SystemActor("test")):
            found = queries.check_draft(draft_of(document), AT).refusals
        return [one.about for one in found if one.code == "technology"]

    assert named() == ["Tunnel"]
    own = {"title": "Tunnels", "text": "We open none here.", "technologies": ["vpn"], "after": ""}
    client.post(f"/policies/{document.pk}/draft/new/", own | {"seen": draft_of(document).revision})
    assert named() == []


def folded_in(answer: object) -> tuple[bool, str]:
    """Whether the part that is folded away stands open, and the part itself."""
    page: str = answer.content.decode()  # type: ignore[attr-defined]
    part = next(one for one in re.findall(r"<details.*?</details>", page, re.DOTALL) if "held against" in one)
    return " open>" in part.split("</summary>")[0], part


def test_what_few_change_is_folded_away_and_stands_open_where_something_is_wrong_in_it(sign_in: SignIn) -> None:
    document = begun("learners-adult")
    clause, client = about_gambling(document), sign_in(cast.dana())
    is_open, part = folded_in(client.get(page_of(document, clause)))
    assert not is_open
    assert f"({len(clause.rules) + len(clause.bears) + len(clause.technologies)})" in part
    assert 'name="category"' in part
    assert 'name="text"' not in part
    wrong = client.post(page_of(document, clause), sent(document, clause, category="gambling"))
    assert folded_in(wrong)[0]
    assert "Select what the filter does" in words_of(wrong)
    wrong = client.post(page_of(document, clause), sent(document, clause, title=""))
    assert not folded_in(wrong)[0], "what is wrong stands above"
