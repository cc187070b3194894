"""What Oakfield looks at again on set days: with whom, at what, what was found, and whether it counts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.web.actions.scenes import a_figure
from tests.web.pages import parts, words_of
from tests.web.policies import scenes as policies
from tutela.web.actions.models import Action
from tutela.web.core.actor import SystemActor
from tutela.web.evidence.kinds import list_kinds
from tutela.web.policies import operations as policy_operations
from tutela.web.policies.authored import shelf
from tutela.web.policies.models import Contribution
from tutela.web.policies.texts import wording
from tutela.web.responsibilities import operations, proofs, queries
from tutela.web.responsibilities.looks import list_looks, list_parts
from tutela.web.responsibilities.models import Look
from tutela.web.responsibilities.rules import looks as rules
from tutela.web.responsibilities.words import PAGES

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVERYBODY = ["leadership", "safeguarding", "technical", "governor"]
CHECKED = {"filtering": ["tests"], "detection-rules": ["loud"], "governors-report": ["numbers"]}


def looked(kind: str = "filtering", **more: Any) -> Look:
    """Dana notes that it was looked at three weeks ago."""
    given: dict[str, Any] = {
        "kind": kind, "on": date(2026, 11, 2), "took_part": EVERYBODY, "checked": CHECKED.get(kind, []),
        "found": "Tablets for the little ones had the rules of the big ones.", "next_on": date(2027, 11, 1),
    } | more  # fmt: skip
    return operations.note_look(actor=cast.acting(cast.dana()), at=AT, establishment=cast.oakfield(), **given)


def figures() -> dict[str, float]:
    names = {look.figure for look in list_looks().values()}
    return {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), AT) if one.kind in names}


def test_what_the_library_names_is_there() -> None:
    kinds = list_kinds()
    for look in list_looks().values():
        assert look.figure in kinds
        assert set(look.facts) <= kinds.keys()
        assert set(look.needs) <= list_parts().keys()
        assert all(reverse(name) and PAGES[name] for name in look.pages)


def test_the_next_is_due_after_its_time_or_on_the_day_that_was_planned() -> None:
    day = date(2026, 11, 2)
    assert rules.due_on(None, 365, None, day) == day
    assert rules.due_on(day, 365, date(2028, 1, 1), day) == day + timedelta(days=365)
    assert rules.due_on(day, 365, date(2027, 1, 4), day) == date(2027, 1, 4)
    assert rules.split_findings("- Ask the provider\n\n * Test the tablets ") == [
        "Ask the provider",
        "Test the tablets",
    ]


def test_a_look_counts_when_all_who_are_needed_took_part() -> None:
    looked(took_part=["safeguarding", "technical"])
    assert figures() == {}
    looked()
    looked("detection-rules")
    assert figures() == {"filters.reviewed": 21, "monitoring.rules-reviewed": 21}
    looked("governors-report", minute="Full governing body, 7.2")
    assert figures()["reports.governors"] == 21


@pytest.mark.requirement("S4.32")
def test_hana_and_gwen_walk_through_and_see_beside_it_how_many_agreed_and_were_trained(sign_in: SignIn) -> None:
    """Embedded is what people say when they are asked, held against what they signed and learned."""
    for kind, value in (("agreements.staff", 91), ("agreements.learners", 64), ("training.staff", 88)):
        a_figure(kind, value, datetime.now(UTC) - timedelta(hours=1))
    client = sign_in(cast.dana())
    page = words_of(client.get("/responsibilities/looks/walk-through/"))
    for words in ("91 % of staff have agreed", "64 % of learners have agreed", "88 % of staff"):
        assert words in page
    looked("walk-through", took_part=["leadership", "governor"], checked=["staff"])
    assert "policies.walked" not in figures(), "nobody asked a learner"
    looked("walk-through", took_part=["leadership", "governor", "learners"], checked=["learners", "staff"])
    assert figures()["policies.walked"] == 21
    assert "Three learners, asked whom they would tell" in words_of(client.get("/responsibilities/looks/walk-through/"))


def test_what_is_wrong_with_a_look_is_said() -> None:
    with pytest.raises(operations.DutyRefused, match="Enter where it is minuted"):
        looked("governors-report")
    with pytest.raises(operations.DutyRefused, match="has not come yet"):
        looked(on=date(2026, 12, 1))
    with pytest.raises(operations.DutyRefused, match="Enter a later day"):
        looked(next_on=date(2026, 11, 2))
    with pytest.raises(operations.DutyRefused, match="offered"):
        looked(took_part=["the moon"])
    with pytest.raises(Http404):
        looked("the-moon")


def test_dana_notes_the_look_at_the_filter_and_what_is_to_be_done_becomes_actions(sign_in: SignIn) -> None:
    a_figure("filters.canaries", 82, datetime.now(UTC) - timedelta(hours=3))
    client = sign_in(cast.dana())
    assert "82 % of the last filtering checks came out right" in words_of(
        client.get("/responsibilities/looks/filtering/")
    )
    sent = {
        "took_part": EVERYBODY, "checked": ["tests", "blocked"], "found": "Two tablets had no filter.",
        "findings": "Put both tablets right\nAsk the provider why", "owner": "", "minute": "",
    } | parts("on", -1) | parts("next_on", 364)  # fmt: skip
    page = "/responsibilities/looks/filtering/note/"
    assert "Select who sees to what is to be done" in words_of(client.post(page, sent))
    sent["owner"] = str(cast.dana().pk)
    shown = words_of(client.post(page, sent, follow=True))
    assert "Put both tablets right" in shown
    assert {row.title for row in Action._base_manager.all()} == {"Put both tablets right", "Ask the provider why"}
    a_figure("filters.canaries", 100, datetime.now(UTC))
    later = words_of(client.get("/responsibilities/looks/filtering/"))
    assert "100 % of the last filtering checks" in later
    assert "82 % of the last filtering checks" in later, "how things stood then stays beside it"


def test_the_same_look_sent_twice_is_one_look_and_its_actions_are_there_once(sign_in: SignIn) -> None:
    client, page = sign_in(cast.dana()), "/responsibilities/looks/filtering/note/"
    sent = {
        "took_part": EVERYBODY, "checked": ["tests", "blocked"], "found": "Two tablets had no filter.",
        "findings": "Put both tablets right\nAsk the provider why", "owner": str(cast.dana().pk), "minute": "",
    } | parts("on", -1) | parts("next_on", 364)  # fmt: skip
    for _time in range(2):
        assert client.post(page, sent).status_code == 302
    assert Look._base_manager.count() == 1
    assert Action._base_manager.count() == 2
    client.post(page, sent | {"findings": "Put both tablets right"})
    client.post(page, sent | {"found": "Three tablets had no filter."})
    assert Look._base_manager.count() == 3, "what says something else is another look"


@pytest.mark.requirement("S1.28")
def test_the_filter_and_the_policies_are_reviewed_again_and_again_with_what_people_said_beside_it(
    sign_in: SignIn,
) -> None:
    contact = operations.note_contact(
        actor=cast.acting(cast.dana()), at=datetime.now(UTC), establishment=cast.oakfield(), group="learners",
        on=datetime.now(UTC).date() - timedelta(days=20), asked="What is blocked?", said="The museum is blocked.",
    )  # fmt: skip
    client, page = sign_in(cast.dana()), "/responsibilities/looks/filtering/note/"
    assert "The museum is blocked." in words_of(client.get(page))
    sent = {
        "took_part": EVERYBODY, "checked": ["tests", "blocked"], "found": "Museums were blocked.", "owner": "",
        "findings": "", "minute": "", "heard": [str(contact.pk)],
    } | parts("on", -1) | parts("next_on", 90)  # fmt: skip
    assert client.post(page, sent).status_code == 302
    assert "said on" in words_of(client.get("/responsibilities/looks/filtering/"))
    assert "The museum is blocked." in words_of(sign_in(cast.gwen()).get("/responsibilities/looks/filtering/"))
    (due,) = [
        one
        for one in queries.list_due(cast.acting(cast.dana()), cast.oakfield(), at=datetime.now(UTC))
        if one.look.id == "filtering"
    ]
    assert due.on == datetime.now(UTC).date() + timedelta(days=90)
    # policies: the day of the review becomes an action, what people say stands with the version, and it begins anew
    at = datetime.now(UTC)
    version = policies.published(at=at)
    assert set(Contribution._base_manager.filter(document=version.document).values_list("group", flat=True)) >= set(
        shelf.list_shipped()["acceptable-use-staff"].consult
    )
    worker = SystemActor("test", version.document.establishment_id)
    near = datetime.combine(version.review_on, at.time(), UTC) - timedelta(days=30)
    assert policy_operations.remind_of_review(actor=worker, at=near, version=version)
    clause = next(one.id for one in wording.from_text(version.content).clauses)
    later = policies.renewed(version, clause, "We do as we say.", at + timedelta(hours=1))
    again = datetime.combine(later.review_on, at.time(), UTC) - timedelta(days=30)
    assert policy_operations.remind_of_review(actor=worker, at=again, version=later)
    assert Action._base_manager.filter(title__startswith="Review: ").count() == 2


def test_gwen_reads_it_and_tom_does_not(sign_in: SignIn) -> None:
    looked()
    gwen = sign_in(cast.gwen())
    assert "2 November 2026" in words_of(gwen.get("/responsibilities/looks/"))
    assert "had the rules of the big ones" in words_of(gwen.get("/responsibilities/looks/filtering/"))
    assert gwen.get("/responsibilities/looks/filtering/note/").status_code == 404
    assert sign_in(cast.tom()).get("/responsibilities/looks/").status_code == 404
    assert "had the rules" not in words_of(sign_in(cast.eli()).get("/responsibilities/looks/filtering/"))
